import { type FileHandle, UploadError } from '@slipway/core';
import { createTestUploader, type TestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Uploader } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('the widget offers and announces an upload of an earlier visit, with its progress and age', async () => {
  await revisit();
  const offer = page.getByRole('list', { name: 'Unfinished uploads' });

  await expect.element(offer).toHaveTextContent('film.mov');
  await expect.element(offer).toHaveTextContent('80%');
  await expect.element(offer).toHaveTextContent('10 bytes');
  await expect.element(page.getByRole('status')).toHaveTextContent('Unfinished uploads: 1');
});

test('S38 the offer disappears from an open widget when another tab forgets the user', async () => {
  const { s3, clock, sessions, pages } = await revisit();
  const offer = page.getByRole('list', { name: 'Unfinished uploads' });
  await expect.element(offer).toHaveTextContent('film.mov');

  await createTestUploader({ s3, clock, sessions, pages }).uploader.forgetAll();

  await expect.element(offer).not.toBeInTheDocument();
});

test('with a file that the browser knows, one click resumes the upload, and no part is sent twice', async () => {
  const { s3 } = await revisit({ getFile: async () => film() });
  const before = s3.calls.length;

  await page.getByRole('button', { name: 'Resume: film.mov' }).click();

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  await expect
    .element(page.getByText('Unfinished uploads', { exact: true }))
    .not.toBeInTheDocument();
  expect(s3.calls.slice(before).filter((call) => call.startsWith('put'))).toEqual(['put 3']);
});

test('without a handle the user chooses the file again, and the widget refuses another file with a message', async () => {
  const { uploader } = await revisit();
  await expect
    .element(page.getByRole('button', { name: 'Select file to resume: film.mov' }))
    .toBeVisible();

  choose(new File(['something else'], 'film.mov'));
  await expect.element(page.getByRole('alert')).toHaveTextContent("This isn't the same file");
  expect(uploader.getSnapshot().uploads).toEqual([]);

  choose(film());
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
});

test('the widget asks the user for a file that it may no longer read', async () => {
  await revisit({
    getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
  });

  await page.getByRole('button', { name: 'Resume: film.mov' }).click();

  await expect.element(page.getByRole('alert')).toHaveTextContent('can no longer be read');
  await expect
    .element(page.getByRole('button', { name: 'Select file to resume: film.mov' }))
    .toBeVisible();
});

test('adding a file removes the offer to resume it', async () => {
  const { uploader } = await revisit();
  await expect.element(page.getByText('Unfinished uploads', { exact: true })).toBeVisible();

  await uploader.add(film()).completed;

  await expect
    .element(page.getByText('Unfinished uploads', { exact: true }))
    .not.toBeInTheDocument();
});

test('the user can undo a discard for a moment, before S3 deletes the parts and the focus moves on', async () => {
  const { s3 } = await revisit();
  const discard = page.getByRole('button', { name: 'Discard: film.mov' });
  await expect.element(discard).toBeVisible();
  discard.element().focus();

  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('button', { name: 'Undo: film.mov' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(discard).toHaveFocus();
  expect(s3.calls).not.toContain('abort');

  await userEvent.keyboard('{Enter}');
  await expect.poll(() => s3.calls, { timeout: 15_000 }).toContain('abort');
  await expect
    .element(page.getByText('Unfinished uploads', { exact: true }))
    .not.toBeInTheDocument();
  await expect.element(page.getByRole('status')).toHaveTextContent('Canceled film.mov.');
  await expect.element(page.getByLabelText('Browse files')).toHaveFocus();
});

test('a widget uploads even if the lookup of unfinished uploads fails', async () => {
  const { uploader } = createTestUploader();
  show({ ...uploader, getUnfinished: () => Promise.reject(new UploadError('internal-error')) });

  await uploader.add(film()).completed;

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
});

/** Closes a page that sent two of three parts, and opens the widget on a new page. */
async function revisit(handle?: FileHandle): Promise<TestUploader> {
  const first = createTestUploader();
  first.uploader.add(film(), handle);
  await first.s3.receives('put 2');
  first.uploader.close();
  const { s3, clock, sessions, pages } = first;
  const second = createTestUploader({ s3, clock, sessions, pages });
  show(second.uploader);
  await expect.element(page.getByText('film.mov')).toBeVisible();
  return second;
}

function show(uploader: TestUploader['uploader']): void {
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader uploader={uploader} />);
}

/** Removes the browser's picker, which no test can operate. */
function choose(file: File): void {
  const input = page.getByRole('listitem').element().querySelector('input');
  if (!input) throw new Error('The row has no file input.');
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function film(): File {
  return new File(['0123456789'], 'film.mov', { lastModified: 1 });
}
