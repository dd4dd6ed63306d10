import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const preact = (path: string) => fileURLToPath(import.meta.resolve(`preact/${path}`));

export default defineConfig({
  // Wherever it lies, what belongs to it lies beside it.
  base: './',
  // Libraries ask what they are built for, and a page has no `process` to tell. Vite leaves that to the next bundler, too.
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    conditions: ['@slipway/source', 'module', 'browser', 'development|production'],
    // The widget is written for React; Preact runs it at a seventh of the size.
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: preact('jsx-runtime') },
      { find: /^react$/, replacement: preact('compat') },
    ],
  },
  // Beside the element, for pages that serve it, too: without it checksums are computed on the page's thread.
  worker: { rolldownOptions: { output: { entryFileNames: '[name].js' } } },
  build: {
    lib: {
      entry: { 'slipway-upload': 'src/index.ts', ...languages() },
      formats: ['es'],
      fileName: (_format, name) => `${name}.js`,
    },
    target: 'es2022',
    // Vite leaves libraries readable for the next bundler; this file goes to browsers as it is.
    rolldownOptions: {
      output: {
        minify: true,
        chunkFileNames: '[name].js',
        // What the element and all that is loaded later stand on, under a name of its own.
        codeSplitting: { groups: [{ name: 'preact', test: /node_modules\/preact\// }] },
      },
      // What is loaded later takes what it shares with the element from the element's own file.
      preserveEntrySignatures: 'allow-extension',
    },
    sourcemap: true,
    // tsc puts the declarations there too.
    emptyOutDir: false,
  },
});

/** A small module for each language, beside the element's own: a page loads the one that it speaks. */
function languages(): Record<string, string> {
  const names = readdirSync(new URL('src/messages', import.meta.url)).map(
    (file) => parse(file).name,
  );
  return Object.fromEntries(names.map((name) => [`messages/${name}`, `src/messages/${name}.ts`]));
}
