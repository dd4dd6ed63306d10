import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const preact = (path: string) => fileURLToPath(import.meta.resolve(`preact/${path}`));

export default defineConfig({
  resolve: {
    conditions: ['@slipway/source', 'module', 'browser', 'development|production'],
    // The widget is written for React; Preact runs it at a seventh of the size.
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: preact('jsx-runtime') },
      { find: /^react$/, replacement: preact('compat') },
    ],
  },
  build: {
    lib: {
      entry: 'src/index.ts',
      formats: ['es'],
      fileName: () => 'slipway-upload.js',
    },
    target: 'es2022',
    // Vite leaves libraries readable for the next bundler; this file goes to browsers as it is.
    rolldownOptions: { output: { minify: true } },
    sourcemap: true,
    // tsc puts the declarations there too.
    emptyOutDir: false,
  },
});
