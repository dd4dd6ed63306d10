import { createTestUploader, type TestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Uploader, type UploaderProps } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

test('the user undoes a cancel in its row: the upload resumes, and S3 received no abort', async () => {
  const { uploader, s3 } = open();
  const release = s3.hold('put 2');
  uploader.add(film());
  const cancel = page.getByRole('button', { name: 'Cancel film.mov' });
  await expect.element(cancel).toBeVisible();

  cancel.element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Canceled', { exact: true })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Undo: film.mov' })).toHaveFocus();
  release();
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  expect(s3.calls).not.toContain('abort');
});

test('a cancel that the user does not undo aborts the upload and deletes its parts', async () => {
  const { uploader, s3 } = open();
  s3.hold('put 2');
  uploader.add(film());

  await page.getByRole('button', { name: 'Cancel film.mov' }).click();

  await expect.poll(() => s3.calls, { timeout: 15_000 }).toContain('abort');
  expect(uploader.getSnapshot().totals.byStatus.canceled).toBe(1);
});

test('a widget that unmounts cancels at once the uploads that the user could still undo', async () => {
  const { uploader, s3 } = open();
  s3.hold('put 2');
  uploader.add(film());
  await page.getByRole('button', { name: 'Cancel film.mov' }).click();
  await expect.element(page.getByRole('button', { name: 'Undo: film.mov' })).toBeVisible();

  root?.unmount();

  await expect.poll(() => uploader.getSnapshot().totals.byStatus.canceled).toBe(1);
});

test('the user cancels all uploads in flight together, and undoes that together', async () => {
  const { uploader, s3 } = open();
  const release = s3.hold('put');
  uploader.addAll([film('a.mov'), film('b.mov'), film('c.mov')]);

  await page.getByRole('button', { name: 'Cancel all' }).click();
  await expect.poll(() => page.getByText('Canceled', { exact: true }).elements().length).toBe(3);
  release();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();

  await expect.element(page.getByText('3 files uploaded', { exact: true })).toBeVisible();
});

test('a click shows the parts of a large file, and which of them are uploaded', async () => {
  const { uploader, s3 } = open();
  s3.hold('put 2');
  uploader.add(film());
  const toggle = page.getByRole('button', { name: /1 of 3 parts: film\.mov/ });

  await toggle.click();

  await expect.element(page.getByRole('img', { name: '1 of 3 parts' })).toBeInTheDocument();
  await expect.poll(partStates).toEqual(['there', 'on-the-wire', 'waiting']);
  await toggle.click();
  await expect.element(page.getByRole('img')).not.toBeInTheDocument();
});

test('a file of one part has no map of its parts', async () => {
  const { uploader, s3 } = open();
  s3.hold('put');
  uploader.add(new File(['1'], 'small.txt'));
  await expect.element(page.getByRole('button', { name: 'Pause small.txt' })).toBeVisible();
  expect(page.getByRole('button', { name: /parts/ }).elements()).toHaveLength(0);
});

test('a click copies the key of a completed object, and the widget announces it', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { uploader } = open({ copyKeys: true });
  const { objectKey } = await uploader.add(new File(['1'], 'small.txt')).completed;

  await page.getByRole('button', { name: 'Copy key: small.txt' }).click();

  expect(written).toHaveBeenCalledWith(objectKey);
  await expect.element(page.getByRole('status')).toHaveTextContent(objectKey);
});

test('the user can browse a folder only where the page offers it', async () => {
  const { uploader } = open({ folders: true });
  const input = page.getByLabelText('Browse folder');
  await expect.element(input).toHaveAttribute('webkitdirectory');

  const transfer = new DataTransfer();
  transfer.items.add(new File(['1'], 'inside.txt'));
  const element = input.element() as HTMLInputElement;
  element.files = transfer.files;
  element.dispatchEvent(new Event('change', { bubbles: true }));

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  expect(uploader.getSnapshot().uploads).toHaveLength(1);

  root?.render(<Uploader uploader={uploader} />);
  await expect.element(input).not.toBeInTheDocument();
});

function open(props: Pick<UploaderProps, 'copyKeys' | 'folders'> = {}): TestUploader {
  const opened = createTestUploader();
  const container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  root.render(<Uploader {...props} uploader={opened.uploader} />);
  return opened;
}

function partStates(): readonly (string | undefined)[] {
  const parts = document.querySelectorAll<HTMLElement>('[data-part]');
  return Array.from(parts, ({ dataset }) => dataset.part);
}

/** Three parts. */
function film(name = 'film.mov'): File {
  return new File(['0123456789'], name);
}
