import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const windows = process.platform === 'win32';

/**
 * Runs a command until it ends and passes its output through. Resolves with the exit code, or 127 if it cannot start.
 * When `signal` aborts, the command gets SIGTERM.
 */
export function run(command, args, { cwd = ROOT, env = {}, signal } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      signal,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows && command !== process.execPath,
    });
    child.on('error', () => resolve(127));
    child.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** Runs a command quietly. Returns its output, or `undefined` if it failed. */
export function capture(command, args) {
  const result = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', shell: windows });
  return result.status === 0 ? result.stdout : undefined;
}

/** The path of a script that a dependency of the root (or of `folder`) ships. This Node can run it. */
export function bin(name, script, folder = '.') {
  return fileURLToPath(new URL(`../${folder}/node_modules/${name}/${script}`, import.meta.url));
}
