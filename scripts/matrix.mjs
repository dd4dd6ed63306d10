import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Versions of Vite that people use. The page's own `npm install` installs only the latest. */
const VITES = ['vite5', 'vite7', 'vite8'];

const INSTALL = `npm init -y && npm install --no-audit --no-fund \
${VITES.map((name) => `${name}@npm:${name.replace(/(\d+)$/, '@$1')}`).join(' ')} webpack@5 esbuild-loader@4`;

/** The strictest policy for scripts. `webpack` is the Trusted Types policy with which webpack loads its own scripts. */
const TRUSTED_TYPES = `<meta http-equiv="Content-Security-Policy"
  content="require-trusted-types-for 'script'; trusted-types slipway webpack">`;

/**
 * Builds the page of `folder` (`index.html`, `page.tsx`) once with each bundler, into `dist/<bundler>`. Each page gets
 * a policy with Trusted Types. The bundlers have their own folder, so that they neither replace nor find the page's
 * Vite.
 *
 * @param shell runs a command in a folder, and throws when it fails
 * @returns the bundlers' names
 */
export async function buildWithEachBundler(folder, shell) {
  const bundlers = join(folder, 'bundlers');
  mkdirSync(bundlers);
  await shell(INSTALL, bundlers);
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8').replace('<head>', `<head>${TRUSTED_TYPES}`);
  writeFileSync(page, html);
  for (const name of VITES) {
    const vite = `bundlers/node_modules/${name}/bin/vite.js`;
    await shell(`node ${vite} build --logLevel warn --base ./ --outDir dist/${name}`, folder);
  }
  const output = join(folder, 'dist/webpack');
  await buildWithWebpack(folder, output, createRequire(join(bundlers, 'package.json')));
  const script = '<script type="module" src="main.js">';
  writeFileSync(join(output, 'index.html'), html.replace(/<script [^>]*>/, script));
  return [...VITES, 'webpack'];
}

async function buildWithWebpack(folder, path, load) {
  const webpack = load('webpack');
  const compiler = webpack({
    mode: 'production',
    context: folder,
    entry: './page.tsx',
    // Webpack loads chunks with script elements, which need Trusted Types.
    output: { path, trustedTypes: 'webpack' },
    experiments: { css: true },
    module: { rules: [{ test: /\.tsx$/, loader: load.resolve('esbuild-loader') }] },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats.hasErrors()) throw new Error(`webpack: ${stats.toString('errors-only')}`);
}
