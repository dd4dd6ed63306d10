import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, run } from './run.mjs';

/** The path of an installed program: the variable, then PATH, then the usual places. */
export function find({ variable, names, places = [] }) {
  const named = process.env[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`${variable} is ${named}, but there is no such file.`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((n) => join(folder, n))), ...places];
  return candidates.find((path) => existsSync(path));
}

/** Installs Debian packages, or their newest versions, if this user may. Returns whether they are installed. */
export async function aptInstall(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !capture('which', ['apt-get'])) {
    return false;
  }
  // In runlevel 1, packages do not start their services.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  // Old lists install old versions, which may be too old. Offline there is no choice.
  await run('apt-get', ['update', '-q'], { env });
  return (
    (await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
    })) === 0
  );
}
