import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bin, ROOT, run } from './run.mjs';
import { fingerprint } from './workspace.mjs';

const CONFIG = join(ROOT, 'apps/server/vite.config.ts');
const LIBRARIES = ['protocol', 'server', 'local-s3'].map((name) => `packages/${name}/src`);

/**
 * Bundles a program from its sources, for tests that start it many times. The AWS SDK alone is hundreds of modules:
 * bundled, the backend starts with a fifth of the CPU time. The file's name contains a hash of the sources, so tests
 * never run an old program.
 *
 * @param {string} folder the program's package, such as `apps/server`
 * @param {string} entry the program's first module, such as `src/main.ts`
 * @returns the path of the bundle
 * @throws when the sources cannot be bundled
 */
export async function bundledProgram(folder, entry) {
  const inputs = ['pnpm-lock.yaml', CONFIG.slice(ROOT.length), ...LIBRARIES, `${folder}/src`];
  const hash = fingerprint(inputs, (file) => !file.includes('.test.')).slice(0, 16);
  const name = basename(entry, '.ts');
  // As deep as `dist`: programs find files relative to themselves.
  const cache = join(ROOT, folder, '.cache');
  const bundle = join(cache, `${name}-${hash}.js`);
  if (existsSync(bundle)) return bundle;
  mkdirSync(cache, { recursive: true });
  const old = readdirSync(cache).filter((file) => file.startsWith(`${name}-`));
  const output = mkdtempSync(join(cache, 'output-'));
  try {
    const to = ['--outDir', output, '--emptyOutDir', '--logLevel', 'warn'];
    const vite = bin('vite', 'bin/vite.js');
    const args = [vite, 'build', join(ROOT, folder), '--config', CONFIG, '--ssr', entry, ...to];
    const code = await run(process.execPath, args, { env: { NODE_ENV: 'production' } });
    if (code !== 0) throw new Error(`${folder}/${entry} was not bundled. See above.`);
    // Another process may have done the same. Its bundle is equal.
    renameSync(join(output, `${name}.js`), bundle);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  for (const file of old) rmSync(join(cache, file), { force: true });
  return bundle;
}
