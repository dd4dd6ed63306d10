import { createTestUploader } from '@slipway/core/testing';
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { type StoredFile, Uploader } from '../index.ts';

const STORED: readonly StoredFile[] = [
  { objectKey: 'acme/1/minutes.txt', name: 'minutes.txt', size: 29 },
  { objectKey: 'acme/2/harbour.jpg', name: 'harbour.jpg', size: 3e6 },
];

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  root = undefined;
  document.body.replaceChildren();
});

test('the widget lists stored files, and the focus stays in the list while the user removes them', async () => {
  const removed: StoredFile[] = [];
  const { uploader } = createTestUploader();
  const show = (stored: readonly StoredFile[]) => {
    const remove = (file: StoredFile) => {
      removed.push(file);
      show(stored.filter((other) => other !== file));
    };
    render(<Uploader uploader={uploader} stored={stored} onRemoveStored={remove} />);
  };
  show(STORED);
  const list = page.getByRole('list', { name: 'Uploaded' });
  await expect.element(list).toHaveTextContent('minutes.txt');
  await expect.element(list).toHaveTextContent('3 MB');

  await page.getByRole('button', { name: 'Remove minutes.txt' }).click();
  await expect.element(list).not.toHaveTextContent('minutes.txt');
  const other = page.getByRole('button', { name: 'Remove harbour.jpg' });
  await expect.element(other).toHaveFocus();
  await other.click();

  await expect.element(list).not.toBeInTheDocument();
  await expect.element(page.getByLabelText('Browse files')).toHaveFocus();
  expect(removed).toEqual(STORED);
});

test('the user cannot remove stored files if the page has no listener', async () => {
  const { uploader } = createTestUploader();
  render(<Uploader uploader={uploader} stored={STORED} />);
  await expect.element(page.getByText('minutes.txt')).toBeVisible();
  expect(page.getByRole('button', { name: /minutes|harbour/ }).elements()).toEqual([]);
});

function render(widget: ReactNode): void {
  root ??= createRoot(document.body.appendChild(document.createElement('div')));
  root.render(widget);
}
