import { fileURLToPath } from 'node:url';
import { type BuildOptions, mergeConfig, type UserConfig } from 'vite';

const preact = fileURLToPath(import.meta.resolve('preact/jsx-runtime'));

/** What all builds of the element share. */
export function elementConfig(build: BuildOptions, others: UserConfig = {}): UserConfig {
  return mergeConfig(mergeConfig(shared, { build }), others);
}

const shared: UserConfig = {
  // The chunks are next to the element, wherever a page serves it from.
  base: './',
  // Libraries read `process.env.NODE_ENV`, and a page has no `process`. In library mode Vite does not replace it.
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    conditions: ['@slipway/source', 'module', 'browser', 'development|production'],
    // The widget is written for React. Preact runs it at a tenth of the size.
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: preact },
      { find: /^react$/, replacement: fileURLToPath(new URL('src/react.ts', import.meta.url)) },
    ],
  },
  // The worker is next to the element, so that pages serve it too. Without it the page's thread computes checksums.
  worker: { rolldownOptions: { output: { entryFileNames: '[name].js' } } },
  build: {
    target: 'es2022',
    // These know `light-dark()`, which the styles do not use. For older ones Vite would add its replacement all the same.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    // By default Vite leaves libraries to the next bundler to minify. But browsers load these files unchanged.
    rolldownOptions: { output: { minify: true, comments: false } },
    sourcemap: true,
    // tsc also writes the declarations there.
    emptyOutDir: false,
  },
};
