import { createMemorySessions, createTestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { Uploader } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('the widget uploads a picked file, and stores its handle for another visit', async () => {
  const handle = await fileHandle('digits.txt', '0123456789');
  const picker = vi.fn(async () => [handle]);
  vi.stubGlobal('showOpenFilePicker', picker);
  const { s3, sessions } = await open();
  const release = s3.hold('put 2');

  await page.getByText('Browse files').click();

  await expect.poll(() => s3.calls).toContain('put 2');
  expect(picker).toHaveBeenCalledWith({ multiple: true });
  const [session] = await sessions.list();
  expect(session?.handle).toBe(handle);
  release();
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
});

test('the picker offers the types of the policy, in its own format', async () => {
  const picker = vi.fn(async () => []);
  vi.stubGlobal('showOpenFilePicker', picker);
  await open(['image/*', 'application/pdf', '.tar.gz', '.csv'], 1);

  await page.getByText('Browse files').click();

  const accept = {
    'image/*': [],
    'application/pdf': [],
    'application/x-by-extension': ['.tar.gz', '.csv'],
  };
  expect(picker).toHaveBeenCalledWith({ multiple: false, types: [{ accept }] });
});

test('a canceled picker adds no files, and opens no second picker', async () => {
  const asInput = vi.spyOn(HTMLInputElement.prototype, 'showPicker').mockImplementation(() => {});
  const picker = vi.fn(() => Promise.reject(new DOMException('closed', 'AbortError')));
  vi.stubGlobal('showOpenFilePicker', picker);
  const { uploader } = await open();

  await page.getByText('Browse files').click();
  await expect.poll(() => picker.mock.settledResults.length).toBe(1);

  expect(asInput).not.toHaveBeenCalled();
  expect(uploader.getSnapshot().uploads).toEqual([]);
});

test('a page that may not use that picker opens the one of the input', async () => {
  const asInput = vi.spyOn(HTMLInputElement.prototype, 'showPicker').mockImplementation(() => {});
  const refusal = new DOMException('in a frame of another origin', 'SecurityError');
  vi.stubGlobal('showOpenFilePicker', () => Promise.reject(refusal));
  await open();

  await page.getByText('Browse files').click();

  await expect.poll(() => asInput.mock.calls.length).toBe(1);
});

test('a row shows the folders of its file', async () => {
  const { uploader } = await open();
  const file = new File(['1'], 'a.png');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'film/stills/a.png' });

  uploader.add(file);

  await expect.element(page.getByRole('listitem')).toHaveTextContent('film/stills/a.png');
  await expect.element(page.getByTitle('film/stills/a.png')).toBeVisible();
});

async function open(accept?: readonly string[], maxFiles?: number) {
  const sessions = createMemorySessions();
  const policy = { integrity: 'none', accept, maxFiles } as const;
  const opened = createTestUploader({ sessions, policy });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader uploader={opened.uploader} />);
  await expect.element(page.getByText('Browse files')).toBeVisible();
  if (accept) await expect.element(page.getByText(/PDF/)).toBeVisible();
  return { ...opened, sessions };
}

/** A real handle of a file in the browser's private file system. */
async function fileHandle(name: string, text: string): Promise<FileSystemFileHandle> {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(name, { create: true });
  const file = await handle.createWritable();
  await file.write(text);
  await file.close();
  return handle;
}
