import {
  createTestUploader,
  type TestUploader,
  type TestUploaderOptions,
} from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Uploader } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('the widget uploads a picked file, shows it and reports it to the page', async () => {
  const onCompleted = vi.fn();
  const { s3 } = await open({}, onCompleted);

  pick(new File(['12345'], 'five.txt'));

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  await expect.element(page.getByRole('listitem')).toHaveTextContent('five.txt');
  expect(s3.objects.size).toBe(1);
  expect(onCompleted).toHaveBeenCalledOnce();
  expect(onCompleted.mock.calls[0]?.[1]).toMatchObject({ name: 'five.txt' });
});

test('the user can pick the same file again', async () => {
  await open();
  const file = new File(['1'], 'one.txt');

  pick(file);
  pick(file);

  await expect.element(page.getByText('2 files uploaded', { exact: true })).toBeVisible();
});

test('a button that changes from pause to resume keeps the focus', async () => {
  const { s3 } = await open();
  const release = s3.hold('put');
  pick(new File(['12345678'], 'film.mov'));
  await expect.element(page.getByText('Uploading', { exact: true })).toBeVisible();

  page.getByRole('button', { name: 'Pause film.mov' }).element().focus();
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByRole('button', { name: 'Resume film.mov' })).toHaveFocus();
  await expect.element(page.getByText('Paused', { exact: true })).toBeVisible();
  release();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
});

test('removing a file moves the focus to its neighbor, and at last to the file input', async () => {
  await open();
  pick(new File(['1'], 'a.txt'), new File(['2'], 'b.txt'));
  await expect.element(page.getByText('2 files uploaded', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Remove a.txt from the list' }).click();
  const last = page.getByRole('button', { name: 'Remove b.txt from the list' });
  await expect.element(last).toHaveFocus();
  await userEvent.keyboard('{Enter}');

  await expect.element(page.getByLabelText('Browse files')).toHaveFocus();
  await expect.element(page.getByRole('list')).not.toBeInTheDocument();
});

test('clearing finished files keeps the others, and moves the focus to the file input', async () => {
  const { s3 } = await open();
  pick(new File(['1'], 'done.txt'));
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  s3.hold('put');
  pick(new File(['12345678'], 'film.mov'));

  await page.getByRole('button', { name: 'Clear finished' }).click();

  await expect.element(page.getByLabelText('Browse files')).toHaveFocus();
  await expect.element(page.getByRole('listitem')).toHaveTextContent('film.mov');
});

test('a file that the policy refuses shows the reason, and offers no useless retry', async () => {
  const { s3 } = await open({ policy: { maxFileSize: 4, accept: ['.txt'] } });
  await expect.element(page.getByText('TXT files, up to 4 bytes each')).toBeVisible();

  pick(new File(['12345'], 'large.txt'), new File(['1'], 'wrong.exe'));

  await expect.element(page.getByText(/larger than 4 bytes/)).toBeVisible();
  await expect.element(page.getByText(/type of file isn't accepted here/)).toBeVisible();
  expect(page.getByRole('button', { name: /Retry/ }).elements()).toHaveLength(0);
  expect(s3.calls).toEqual([]);
});

test('the console warns of each cause once, with a link, and not of refused files', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { s3 } = await open({ policy: { maxFileSize: 4, integrity: 'none' } });
  s3.answer('create', 403, 'forbidden');
  s3.answer('create', 403, 'forbidden');

  pick(new File(['12345'], 'large.txt'), new File(['1'], 'a.txt'), new File(['2'], 'b.txt'));

  await expect
    .poll(() => page.getByText(/You don't have permission to upload here/).elements().length)
    .toBe(2);
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^Slipway: forbidden\. .+docs\/troubleshooting\.md#forbidden$/)],
  ]);
  warn.mockRestore();
});

test('a retry by the user completes a failed upload', async () => {
  const { s3 } = await open();
  s3.answer('create', 403, 'unauthorized');
  pick(new File(['1'], 'a.txt'));
  await expect.element(page.getByText(/Sign in, then retry/)).toBeVisible();

  await page.getByRole('button', { name: 'Retry a.txt' }).click();

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
});

test('the live region announces the start and the end, not every file', async () => {
  await open();
  const spoken: string[] = [];
  const region = page.getByRole('status').element();
  new MutationObserver(() => spoken.push(region.textContent ?? '')).observe(region, {
    childList: true,
    characterData: true,
    subtree: true,
  });

  pick(...Array.from({ length: 20 }, (_, i) => new File(['1'], `${i}.txt`)));

  await expect.poll(() => spoken.at(-1), { timeout: 5_000 }).toBe('All 20 files uploaded.');
  expect(spoken.length).toBeLessThanOrEqual(2);
});

test('the widget uploads files dropped anywhere on it, and ignores dragged text', async () => {
  await open();
  const widget = page.getByRole('region', { name: 'File upload' }).element();
  const files = new DataTransfer();
  files.items.add(new File(['1'], 'dropped.txt'));
  const text = new DataTransfer();
  text.setData('text/plain', 'words');

  expect(drag(widget, 'dragover', text)).toBe(false);
  expect(drag(widget, 'dragover', files)).toBe(true);
  await expect.element(page.getByText('Drop to upload')).toBeVisible();
  expect(drag(widget, 'drop', files)).toBe(true);

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  await expect.element(page.getByText('Drop files or folders here')).toBeVisible();
});

async function open(
  options: TestUploaderOptions = {},
  onCompleted?: (object: unknown, file: File) => void,
): Promise<TestUploader> {
  const test = createTestUploader(options);
  const container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  root.render(<Uploader uploader={test.uploader} onCompleted={onCompleted} />);
  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();
  return test;
}

function pick(...files: readonly File[]): void {
  const input = page.getByLabelText('Browse files').element() as HTMLInputElement;
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** @returns whether the widget handled the event, so that the browser does nothing with it */
function drag(target: Element, type: string, dataTransfer: DataTransfer): boolean {
  return !target.dispatchEvent(
    new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
  );
}
