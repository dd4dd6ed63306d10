import { defineConfig } from 'vite';

const conditions = ['@slipway/source', 'module', 'node', 'development|production'];

/** One file without dependencies, so that `npm create` downloads nothing else. */
export default defineConfig({
  ssr: { noExternal: true, resolve: { conditions } },
  build: {
    ssr: 'src/create-slipway.ts',
    target: 'node20',
    // The type check writes there, too.
    emptyOutDir: false,
  },
});
