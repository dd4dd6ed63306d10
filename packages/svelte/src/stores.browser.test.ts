import { createTestUploader } from '@slipway/core/testing';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import Files from '../testing/files.svelte';
import type { UploaderInstance } from './index.ts';

let mounted: ReturnType<typeof mount> | undefined;

afterEach(() => leave());

function show(props: Record<string, unknown>): void {
  mounted = mount(Files, { target: document.body, props });
  flushSync();
}

async function leave(): Promise<void> {
  if (mounted) await unmount(mounted);
  mounted = undefined;
}

test('a component follows its uploads, and hears of each completed one', async () => {
  const { uploader, s3 } = createTestUploader();
  const keys: string[] = [];
  show({ source: { uploader }, oncompleted: (key: string) => keys.push(key) });

  uploader.add(new File(['12345678'], 'film.mov'));

  await expect.element(page.getByText('film.mov: completed')).toBeVisible();
  expect(keys).toEqual([...s3.objects.keys()]);
  await expect.element(page.getByText('policy object')).toBeVisible();
});

test('commands act on one upload until it is removed from the list', async () => {
  const { uploader, s3 } = createTestUploader();
  s3.hold('put');
  uploader.add(new File(['1'], 'a.txt'));
  show({ source: { uploader } });

  await page.getByRole('button', { name: 'pause a.txt' }).click();
  await expect.element(page.getByText('a.txt: paused')).toBeVisible();
  await page.getByRole('button', { name: 'remove a.txt' }).click();
  await expect.element(page.getByText('0 files')).toBeVisible();
});

test('a dropped file is uploaded', async () => {
  const { uploader } = createTestUploader();
  show({ source: { uploader } });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['1'], 'dropped.txt'));

  document.querySelector('section')?.dispatchEvent(new DragEvent('drop', { dataTransfer }));

  await expect.element(page.getByText('dropped.txt: completed')).toBeVisible();
});

test('an uploader that a component created closes with it, and a given one stays open', async () => {
  const { uploader: given } = createTestUploader();
  let created: UploaderInstance | undefined;
  show({
    source: { endpoint: '/api' },
    onopened: (uploader: UploaderInstance) => {
      created = uploader;
    },
  });
  await leave();
  show({ source: { uploader: given } });
  await leave();

  expect(() => created?.add(new File([], 'late.txt'))).toThrow();
  expect(() => given.add(new File([], 'later.txt'))).not.toThrow();
});
