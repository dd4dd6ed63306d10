import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const windows = process.platform === 'win32';

/** Runs a command to its end, its output passed through. Resolves with the exit code; 127 when it can't be started. */
export function run(command, args, { cwd = ROOT, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows && command !== process.execPath,
    });
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** Runs a command quietly. Answers its output, or `undefined` when it failed. */
export function capture(command, args) {
  const result = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', shell: windows });
  return result.status === 0 ? result.stdout : undefined;
}

/** Path of a script that a dependency of the root (or of `folder`) ships, to be run by this Node. */
export function bin(name, script, folder = '.') {
  return fileURLToPath(new URL(`../${folder}/node_modules/${name}/${script}`, import.meta.url));
}
