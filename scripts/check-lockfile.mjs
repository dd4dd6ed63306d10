import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

/** A lockfile with host names installs only where those hosts are reachable. @throws an error that names the lines */
export function checkLockfile() {
  const lines = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8').split('\n');
  const bad = lines.flatMap((line, i) =>
    /https?:\/\/|tarball:|resolved/.test(line) ? [i + 1] : [],
  );
  if (bad.length > 0) throw new Error(`pnpm-lock.yaml names hosts in lines ${bad.join(', ')}.`);
}
