import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const preact = (path: string) => fileURLToPath(import.meta.resolve(`preact/${path}`));

export default defineConfig({
  // The chunks are next to the element, wherever a page serves it from.
  base: './',
  // Libraries read `process.env.NODE_ENV`, and a page has no `process`. In library mode Vite does not replace it.
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    conditions: ['@slipway/source', 'module', 'browser', 'development|production'],
    // The widget is written for React. Preact runs it at a seventh of the size.
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: preact('jsx-runtime') },
      { find: /^react$/, replacement: preact('compat') },
    ],
  },
  // The worker is next to the element, so that pages serve it too. Without it the page's thread computes checksums.
  worker: { rolldownOptions: { output: { entryFileNames: '[name].js' } } },
  build: {
    lib: {
      entry: { 'slipway-upload': 'src/index.ts', ...languages() },
      formats: ['es'],
      fileName: (_format, name) => `${name}.js`,
    },
    target: 'es2022',
    // By default Vite leaves libraries to the next bundler to minify. But browsers load this file unchanged.
    rolldownOptions: {
      output: {
        minify: true,
        chunkFileNames: '[name].js',
        // The element and the chunks that load later share Preact, in a chunk with its own name.
        codeSplitting: { groups: [{ name: 'preact', test: /node_modules\/preact\// }] },
      },
      // Chunks that load later import shared code from the element's own file.
      preserveEntrySignatures: 'allow-extension',
    },
    sourcemap: true,
    // tsc also writes the declarations there.
    emptyOutDir: false,
  },
});

/** A small module for each language. A page loads only its own. */
function languages(): Record<string, string> {
  const names = readdirSync(new URL('src/messages', import.meta.url)).map(
    (file) => parse(file).name,
  );
  return Object.fromEntries(names.map((name) => [`messages/${name}`, `src/messages/${name}.ts`]));
}
