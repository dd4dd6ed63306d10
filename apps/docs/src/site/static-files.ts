import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { ROOT } from '../pages.ts';
import { renderLlms, renderLlmsFull } from './llms.ts';
import { readSitePages } from './site-pages.ts';

/** What the site serves besides its pages. */
export const STATIC_FILES = join(ROOT, 'apps/docs/.cache/static');

/** Writes the gallery, `llms.txt`, `llms-full.txt` the icon and the start page's pictures into `STATIC_FILES`. */
export async function writeStaticFiles(base: string): Promise<void> {
  rmSync(STATIC_FILES, { recursive: true, force: true });
  mkdirSync(STATIC_FILES, { recursive: true });
  const pages = readSitePages();
  writeFileSync(join(STATIC_FILES, 'llms.txt'), renderLlms(pages, base));
  writeFileSync(join(STATIC_FILES, 'llms-full.txt'), renderLlmsFull(pages, base));
  const web = join(ROOT, 'apps/web');
  await build({
    root: web,
    configFile: false,
    logLevel: 'warn',
    // Its addresses are relative, so the gallery works below any path.
    base: './',
    plugins: [react()],
    resolve: { conditions: ['@slipway/source', 'module', 'browser', 'development|production'] },
    build: {
      target: 'es2022',
      outDir: STATIC_FILES,
      emptyOutDir: false,
      assetsDir: 'gallery/assets',
      copyPublicDir: false,
      rolldownOptions: { input: join(web, 'gallery/index.html') },
    },
  });
  // The custom element loads as on any page. Its chunks are beside its script.
  const element = join(ROOT, 'packages/element/dist');
  if (!existsSync(join(element, 'slipway-upload.js'))) {
    throw new Error('The element is not built. Run npm run build first.');
  }
  for (const file of readdirSync(element).filter((file) => /^[\w-]+\.js$/.test(file))) {
    copyFileSync(join(element, file), join(STATIC_FILES, 'gallery/assets', file));
  }
  for (const file of ['favicon.svg', 'site.css']) {
    copyFileSync(join(web, 'public', file), join(STATIC_FILES, file));
  }
  for (const file of ['widget-light.png', 'widget-dark.png']) {
    copyFileSync(join(ROOT, 'docs', file), join(STATIC_FILES, file));
  }
}
