import { createTestUploader, type TestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { Uploader } from '../index.ts';

const SLOW_DOWN = 'Storage is busy. Will continue automatically.';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('the widget shows and announces that the storage is busy, and the upload continues by itself', async () => {
  const { uploader, s3, clock } = open();
  s3.answer('put', 503, 'SlowDown');
  const upload = uploader.add(new File(['1'], 'small.txt'));

  await expect.element(page.getByRole('listitem')).toHaveTextContent(SLOW_DOWN);
  await expect.element(page.getByRole('status')).toHaveTextContent(SLOW_DOWN);
  await expect.element(page.getByRole('button', { name: 'Pause small.txt' })).toBeVisible();

  await clock.runUntil(upload.completed);
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  await expect.element(page.getByRole('listitem')).not.toHaveTextContent(SLOW_DOWN);
});

test('the widget announces a busy storage once, however often it asks to slow down', async () => {
  const said = listen();
  const { uploader, s3, clock } = open();
  s3.answer('put', 503, 'SlowDown');
  const first = uploader.add(new File(['1'], 'first.txt'));
  await expect.poll(said).toContain(SLOW_DOWN);
  const goOn = s3.hold('put');
  uploader.add(new File(['2'], 'second.txt')); // Some uploads are still open when the first one is done.
  await expect.poll(said, { timeout: 10_000 }).toContain('second.txt');
  await clock.runUntil(first.completed);

  s3.answer('put', 503, 'SlowDown');
  const third = uploader.add(new File(['3'], 'third.txt'));
  await expect.poll(() => third.getSnapshot().state).toMatchObject({ heldBack: true });
  uploader.add(new File(['4'], 'fourth.txt')); // The widget announces it together with the events shortly before.

  await expect.poll(said, { timeout: 10_000 }).toMatch(/Uploading (fourth.txt|2 files)/);
  expect(said().match(/Storage is busy/g)).toHaveLength(1);
  goOn();
});

function open(): TestUploader {
  const opened = createTestUploader({ connections: 6 });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader uploader={opened.uploader} />);
  return opened;
}

/** Collects all texts of the live region from now on. */
function listen(): () => string {
  const said: string[] = [];
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const { parentElement, textContent } of addedNodes) {
        if (parentElement?.role === 'status') said.push(textContent ?? '');
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
  return () => said.join('\n');
}
