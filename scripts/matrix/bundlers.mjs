const VITE_CONFIG = `import react from '@vitejs/plugin-react';

export default { plugins: [react()] };
`;

/**
 * The bundlers with which people build the page of `docs/getting-started.md`. See `Stack` in `try-stack.mjs`.
 *
 * @type {readonly import('./try-stack.mjs').Stack[]}
 */
export const BUNDLERS = [
  ...[5, 6, 7, 8].flatMap((major) => [
    {
      name: `vite-${major}`,
      packages: [`vite@${major}`],
      page: {},
      build: 'npx vite build --logLevel warn',
    },
    {
      name: `vite-${major}-dev`,
      packages: [`vite@${major}`, `@vitejs/plugin-react@${{ 5: 4, 6: 5, 7: 5, 8: 6 }[major]}`],
      page: {},
      ...(major < 8 ? { blocks: ['vite-dev/'] } : { files: { 'vite.config.js': VITE_CONFIG } }),
      // Vite's own script for development sets HTML, which Trusted Types refuse.
      acceptsAnyScript: true,
      start: 'npx vite --host 127.0.0.1 --strictPort --port $PORT',
    },
  ]),
  {
    name: 'webpack-5',
    packages: ['webpack@5', 'esbuild-loader@4'],
    page: { script: 'main.js' },
    files: {
      'build.mjs': `import webpack from 'webpack';

const compiler = webpack({
  mode: 'production',
  entry: './page.tsx',
  // Webpack loads chunks with script elements, which need Trusted Types.
  output: { trustedTypes: 'webpack' },
  experiments: { css: true },
  module: { rules: [{ test: /\\.tsx$/, loader: 'esbuild-loader' }] },
});
compiler.run((error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString('errors-only'));
  process.exitCode = 1;
});
`,
    },
    build: 'node build.mjs && cp index.html dist/',
  },
  {
    name: 'rspack',
    packages: ['@rspack/core'],
    page: { script: 'main.js', style: 'main.css' },
    files: {
      'build.mjs': `import { rspack } from '@rspack/core';

const jsx = { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } };
const compiler = rspack({
  mode: 'production',
  entry: './page.tsx',
  output: { trustedTypes: 'webpack' },
  module: {
    rules: [
      { test: /\\.tsx$/, loader: 'builtin:swc-loader', options: { jsc: jsx } },
      { test: /\\.css$/, type: 'css/auto' },
    ],
  },
});
compiler.run((error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString('errors-only'));
  process.exitCode = 1;
});
`,
    },
    build: 'node build.mjs && cp index.html dist/',
  },
  {
    name: 'esbuild',
    packages: ['esbuild'],
    page: { script: 'page.js', style: 'page.css' },
    blocks: ['no-workers/'],
    build: `npx esbuild page.tsx --bundle --splitting --format=esm --minify --jsx=automatic --outdir=dist --log-level=warning
cp index.html node_modules/@slipway/core/dist/checksum-worker.js dist/`,
  },
  {
    name: 'rollup',
    packages: [
      'rollup@4',
      '@rollup/plugin-node-resolve',
      '@rollup/plugin-commonjs',
      '@rollup/plugin-replace',
      'rollup-plugin-esbuild',
      'rollup-plugin-import-css',
      'esbuild',
    ],
    page: { script: 'page.js', style: 'page.css' },
    blocks: ['no-workers/'],
    files: {
      'rollup.config.js': `import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import esbuild from 'rollup-plugin-esbuild';
import css from 'rollup-plugin-import-css';

export default {
  input: 'page.tsx',
  output: { dir: 'dist' },
  plugins: [
    nodeResolve({ browser: true }),
    commonjs(),
    replace({ preventAssignment: true, 'process.env.NODE_ENV': '"production"' }),
    css({ output: 'page.css' }),
    esbuild({ jsx: 'automatic' }),
  ],
};
`,
    },
    build: `npx rollup --config --failAfterWarnings --silent
cp index.html node_modules/@slipway/core/dist/checksum-worker.js dist/`,
  },
  {
    name: 'parcel',
    packages: ['parcel'],
    page: { script: 'page.tsx' },
    build: 'npx parcel build index.html --no-source-maps --log-level warn',
  },
];
