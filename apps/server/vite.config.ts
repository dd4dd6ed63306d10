import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const conditions = ['@slipway/source', 'module', 'node', 'development|production'];

/** One file that holds the backend and everything it needs, so that it starts fast and from anywhere. */
export default defineConfig({
  resolve: { conditions },
  ssr: { noExternal: true, resolve: { conditions } },
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    rolldownOptions: {
      external: [...builtinModules, /^node:/],
      output: { codeSplitting: false },
    },
  },
});
