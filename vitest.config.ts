import { defineConfig } from 'vitest/config';

/** Packages are read from their sources, so that no test needs a build. */
const conditions = ['@slipway/source', 'module', 'import', 'default'];

export default defineConfig({
  resolve: { conditions: [...conditions, 'browser'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: {
    include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    environment: 'node',
  },
});
