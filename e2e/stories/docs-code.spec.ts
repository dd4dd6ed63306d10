import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import vue from '@vitejs/plugin-vue';
import type { UserConfig } from 'vite';
import { svelteFiles } from '../../packages/svelte/testing/svelte-files.ts';
import { beginSome } from '../rig/admin-console.ts';
import { expect } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import type { Storage } from '../rig/storage.ts';
import { test } from './reader-page.ts';

const MiB = 1024 ** 2;

const ELEMENT = '<slipway-upload endpoint="/api"></slipway-upload>';
const LIST_OF_SAVED = 'window.saved = []; window.save = (key) => window.saved.push(key);';

declare global {
  interface Window {
    /** The values that the reader's page received. */
    saved: string[];
    reader: {
      // biome-ignore lint/suspicious/noExplicitAny: whatever the block of the docs declares.
      readonly [name: string]: any;
    };
  }
}

/** Checks that the reader's page received the key of each object, and no other. */
async function savedAllKeys(page: Page, storage: Storage): Promise<void> {
  expect(await page.evaluate(() => window.saved)).toEqual(
    (await storage.objects()).map(({ key }) => key),
  );
}

test('packages/core/README.md 1 uploads a file that the user picked', async ({
  openReaderPage,
  page,
  files,
  storage,
}) => {
  await openReaderPage('packages/core/README.md 1', {
    body: '<input type="file">',
    main: `document.querySelector('input').onchange = async ({ target }) => {
      window.file = target.files[0];
      window.saved = [(await import('./block')).objectKey];
    };`,
    reveal: ['objectKey'],
  });
  const film = await files.make('film.bin', 20 * MiB);
  await page.locator('input').setInputFiles(film.path);

  await page.waitForFunction(() => 'saved' in window);
  await storage.holdsExactly([film]);
  await savedAllKeys(page, storage);
});

test('packages/core/README.md 2 stores a handle, keeps the page open, and later offers the unfinished upload', async ({
  openReaderPage,
  page,
  files,
  storage,
}) => {
  await openReaderPage('packages/core/README.md 2', {
    body: '<input type="file"><div></div>',
    main: `import { createHttpBackend, createUploader } from '@slipway/core';
    import { addKept, hold, offerUnfinished } from './block';
    const uploader = createUploader({ backend: createHttpBackend({ baseUrl: '/api' }) });
    window.reader = { uploader, addKept, hold, offerUnfinished };`,
    reveal: ['addKept', 'hold', 'offerUnfinished'],
  });
  const film = await files.make('film.bin', 20 * MiB);
  const release = holdPartsFrom(storage, 2);
  await page.locator('input').setInputFiles(film.path);
  // The page's private folder needs no permission and returns handles like any other.
  await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('film.bin', { create: true });
    const writable = await handle.createWritable();
    await writable.write(document.querySelector('input')?.files?.[0] ?? '');
    await writable.close();
    const { uploader, addKept, hold } = window.reader;
    hold(uploader);
    await addKept(uploader, handle);
  });
  await expect.poll(() => storage.storedParts().length).toBe(1);
  // Browsers ask only a user who has touched the page.
  await page.mouse.click(1, 1);
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await reloaded;
  release();

  await page.evaluate(() =>
    window.reader.offerUnfinished(window.reader.uploader, document.querySelector('div')),
  );
  await page.getByRole('button', { name: 'film.bin' }).click();

  await expect.poll(async () => (await storage.objects()).length).toBe(1);
  await storage.holdsExactly([film]);
  expect(storage.requests('UploadPart').filter(({ partNumber }) => partNumber === 1)).toHaveLength(
    1,
  );
});

test('packages/element/README.md 1 reports each upload', async ({
  openReaderPage,
  page,
  files,
  storage,
}) => {
  await openReaderPage('packages/element/README.md 1', {
    body: ELEMENT,
    main: `import '@slipway/element'; ${LIST_OF_SAVED} await import('./block');`,
  });
  const film = await files.make('film.bin', MiB);
  await page.locator('input[type=file]').first().setInputFiles(film.path);

  await page.waitForFunction(() => window.saved.length > 0);
  await storage.holdsExactly([film]);
  await savedAllKeys(page, storage);
});

for (const name of ['packages/element/README.md 2', 'docs/languages.md 2']) {
  test(`${name} shows the element in German`, async ({ openReaderPage, page }) => {
    await openReaderPage(name, {
      body: ELEMENT,
      main: `import '@slipway/element'; import './block';`,
      files: { 'messages/de.js': `export * from '@slipway/element/messages/de.js';` },
    });
    await expect(page.getByText('Dateien auswählen')).toBeVisible();
  });
}

test('packages/react/README.md 2 renders its own list and accepts dropped files', async ({
  openReaderPage,
  page,
  storage,
}) => {
  await openReaderPage('packages/react/README.md 2', {
    body: '<div></div>',
    main: `import { createHttpBackend, createUploader } from '@slipway/core';
    import { UploaderProvider } from '@slipway/react';
    import { createRoot } from 'react-dom/client';
    import { Files } from './block';
    ${LIST_OF_SAVED}
    const uploader = createUploader({ backend: createHttpBackend({ baseUrl: '/api' }) });
    window.reader = { status: () => uploader.getSnapshot().uploads[0]?.state.status };
    createRoot(document.querySelector('div')).render(
      <UploaderProvider uploader={uploader}><Files /></UploaderProvider>,
    );`,
  });
  const release = holdPartsFrom(storage, 2);
  const list = page.getByRole('list');
  const dataTransfer = await page.evaluateHandle((size) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(size)], 'film.bin'));
    return transfer;
  }, 20 * MiB);
  await list.dispatchEvent('dragenter', { dataTransfer });
  await expect(list).toHaveAttribute('data-over', 'true');
  await list.dispatchEvent('drop', { dataTransfer });
  await expect(list).toHaveAttribute('data-over', 'false');
  await expect.poll(() => storage.storedParts().length).toBe(1);

  const row = page.getByRole('listitem').filter({ hasText: 'film.bin' });
  await row.click();
  expect(await page.evaluate(() => window.reader.status())).toBe('paused');
  release();
  await row.click();

  await page.waitForFunction(() => window.saved.length > 0);
  expect(await storage.objects()).toMatchObject([{ size: 20 * MiB }]);
});

test('packages/react/docs/admin.md 2 shows uploads behind a shadow root', async ({
  openReaderPage,
  page,
  storage,
}) => {
  await beginSome(storage);
  await openReaderPage('packages/react/docs/admin.md 2', {
    body: '<div></div>',
    main: `import { showUploads } from './block'; showUploads(document.querySelector('div'));`,
  });
  await expect(page.getByText('plan.pdf')).toBeVisible();
  const rules = await page.evaluate(
    () => document.querySelector('div')?.shadowRoot?.adoptedStyleSheets[0]?.cssRules.length,
  );
  expect(rules).toBeGreaterThan(0);
});

const WORKER = fileURLToPath(
  new URL('../../packages/core/dist/checksum-worker.js', import.meta.url),
);

/** How each framework puts the component of its README into the element `#root`, and compiles it. */
const BINDINGS: readonly (readonly [name: string, main: string, vite: UserConfig])[] = [
  [
    'packages/vue/README.md 1',
    `import { createApp } from 'vue';
    import Block from './block.vue';
    createApp(Block).mount('#root');`,
    { plugins: [vue()] },
  ],
  [
    'packages/svelte/README.md 1',
    `import { mount } from 'svelte';
    import Block from './block.svelte';
    mount(Block, { target: document.querySelector('#root') });`,
    { plugins: [svelteFiles()] },
  ],
  [
    'packages/angular/README.md 1',
    `import '@angular/compiler';
    import { provideZonelessChangeDetection } from '@angular/core';
    import { bootstrapApplication } from '@angular/platform-browser';
    import { Files } from './block';
    document.querySelector('#root').append(document.createElement('app-files'));
    await bootstrapApplication(Files, { providers: [provideZonelessChangeDetection()] });`,
    { oxc: { decorator: { legacy: true } } },
  ],
];

for (const [name, main, vite] of BINDINGS) {
  test(`${name} uploads picked files, shows each of them and reports their keys`, async ({
    openReaderPage,
    page,
    files,
    storage,
  }) => {
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await openReaderPage(name, {
      body: '<main id="root"></main>',
      main,
      vite,
      // Readers copy it if their bundler does not find it.
      files: { 'public/checksum-worker.js': readFileSync(WORKER, 'utf8') },
    });
    const film = await files.make('film.bin', 20 * MiB);
    const note = await files.make('note.txt', 1_000);

    await page.getByLabel('Files').setInputFiles([film.path, note.path]);

    await expect(page.getByText('film.bin: completed, 100 %')).toBeVisible();
    await expect(page.getByText('note.txt: completed, 100 %')).toBeVisible();
    await storage.holdsExactly([film, note]);
    const keys = (await storage.objects()).map(({ key }) => key);
    expect(said).toEqual(expect.arrayContaining(keys));
  });
}
