import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, ROOT, run } from './run.mjs';

const PROGRAM = 'element-types.ts';

/**
 * Compiles a program that uses the element's tarball and nothing else: no React, and no other package of Slipway.
 *
 * @throws when its types need a package that users do not have
 */
export async function smokeElementTypes(tarballs) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-types-'));
  try {
    const target = join(folder, 'node_modules/@slipway/element');
    mkdirSync(target, { recursive: true });
    const tarball = tarballs.find((path) => /slipway-element-/.test(path));
    await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
    copyFileSync(join(ROOT, 'scripts/smoke', PROGRAM), join(folder, PROGRAM));
    const tsc = bin('typescript', 'bin/tsc');
    const options = ['--noEmit', '--strict', '--types', '', '--lib', 'es2023,dom,dom.iterable'];
    const modules = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    const code = await run(process.execPath, [tsc, ...options, ...modules, PROGRAM], {
      cwd: folder,
    });
    if (code !== 0) throw new Error('The types of @slipway/element do not stand alone. See above.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
