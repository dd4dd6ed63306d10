import { defineConfig } from 'vite';

/** The worker's script in one file, for bundlers and for pages that serve it themselves. tsc makes everything else. */
export default defineConfig({
  resolve: { conditions: ['@slipway/source', 'module', 'browser', 'development|production'] },
  build: {
    lib: {
      entry: { 'checksum-worker': 'src/checksum-worker.js' },
      formats: ['es'],
      fileName: (_format, name) => `${name}.js`,
    },
    target: 'es2022',
    rolldownOptions: { output: { minify: true, codeSplitting: false } },
    sourcemap: true,
    // tsc puts the package there.
    emptyOutDir: false,
  },
});
