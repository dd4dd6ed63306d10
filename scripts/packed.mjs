import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { ROOT } from './run.mjs';
import { pnpm } from './workspace.mjs';

/**
 * Packs every package as for publishing and passes the paths of the tarballs to `use`. Needs the output of the type check
 * and of the build.
 *
 * @throws when a package was not packed
 */
export async function withTarballs(use) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-pack-'));
  try {
    return await use(await packInto(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm run pack [-- FOLDER]`: writes a tarball of each package, and prints the command that installs them. */
export async function packForOthers(target = 'packed') {
  const folder = resolve(ROOT, target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const tarball of await packInto(folder)) console.log(relative(ROOT, tarball));
  console.log(`Install them in your project: npm install ${folder}/*.tgz`);
}

async function packInto(folder) {
  const to = ['pack', '--pack-destination', folder];
  const code = await pnpm(['--reporter=silent', '--filter', './packages/*', ...to]);
  if (code !== 0) throw new Error('Packing failed. See above.');
  const tarballs = readdirSync(folder).map((name) => join(folder, name));
  const expected = readdirSync(join(ROOT, 'packages'), { withFileTypes: true });
  const missing = expected.filter((entry) => entry.isDirectory()).length - tarballs.length;
  if (missing !== 0) throw new Error(`${missing} packages were not packed.`);
  return tarballs;
}
