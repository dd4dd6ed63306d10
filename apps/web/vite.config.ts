import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { dropInPage } from './drop-in-page.ts';

const backend = process.env.SLIPWAY_BACKEND ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), dropInPage()],
  resolve: { conditions: ['@slipway/source', 'module', 'browser', 'development|production'] },
  appType: 'mpa',
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': backend, '/healthz': backend, '/metrics': backend, '/demo': backend },
  },
  build: {
    target: 'es2022',
    // A strict CSP blocks data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'upload/index.html', 'admin/index.html', 'gallery/index.html'],
    },
  },
});
