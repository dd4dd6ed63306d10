import '../styles/index.css';
import { createStillUploader, createTestUploader } from '@slipway/core/testing';
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { Uploader } from '../index.ts';

const COUNT = 10_000;
const nameOf = (n: number) => `file ${n}.bin`;

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('a list of ten thousand files renders only the visible ones, and scrolling renders the others', async () => {
  await open();
  const rows = page.getByRole('listitem');
  await expect.poll(() => rows.elements().length).toBeLessThan(40);

  scroller().scrollTop = scroller().scrollHeight;

  await expect.element(page.getByText(nameOf(COUNT), { exact: true })).toBeVisible();
  await expect.element(page.getByText(nameOf(1), { exact: true })).not.toBeInTheDocument();
  expect(rows.elements().length).toBeLessThan(40);
});

test('each row has the length of the whole list and its position for screen readers', async () => {
  await open();

  await expect.poll(() => rowOf(3)?.getAttribute('aria-setsize')).toBe(`${COUNT}`);
  expect(rowOf(3)?.getAttribute('aria-posinset')).toBe('3');
});

test('rows neither overlap nor leave gaps, whatever their heights', async () => {
  await open();
  await expect.poll(() => rowOf(1)?.getAttribute('aria-setsize')).toBe(`${COUNT}`);

  for (const n of [1, 2, 3, 4]) {
    await expect.poll(() => edgesOf(n + 1).top - edgesOf(n).bottom).toBeCloseTo(0, 0);
  }
});

test('a focused row keeps the focus when it is scrolled out of sight', async () => {
  await open();
  await expect.poll(() => rowOf(2)?.getAttribute('aria-setsize')).toBe(`${COUNT}`);
  const button = page.getByRole('button', { name: `Pause ${nameOf(2)}` });
  button.element().focus();

  scroller().scrollTop = scroller().scrollHeight;

  await expect.element(page.getByText(nameOf(COUNT), { exact: true })).toBeVisible();
  await expect.element(button).toHaveFocus();
});

test('the widget adds thousands of picked files in steps', async () => {
  const { uploader } = createTestUploader({ autoStart: false });
  render(<Uploader uploader={uploader} />);
  const input = page.getByLabelText('Browse files');
  await expect.element(input).toBeInTheDocument();
  const picked = new DataTransfer();
  for (let n = 1; n <= 1_001; n++) picked.items.add(new File(['1'], nameOf(n)));

  const element = input.element() as HTMLInputElement;
  element.files = picked.files;
  element.dispatchEvent(new Event('change', { bubbles: true }));

  expect(uploader.getSnapshot().uploads.length).toBeLessThan(1_001);
  await expect.poll(() => uploader.getSnapshot().uploads.length).toBe(1_001);
  expect(uploader.getSnapshot().uploads.at(-1)?.name).toBe(nameOf(1_001));
});

async function open(): Promise<void> {
  const object = { objectKey: 'k', size: 1, etag: '"1"', contentType: '' };
  const uploader = createStillUploader(
    Array.from({ length: COUNT }, (_, i) => ({
      name: nameOf(i + 1),
      // Completed ones are lower than those on their way.
      state:
        i % 2 === 1 ? { status: 'uploading', heldBack: false } : { status: 'completed', object },
    })),
  );
  render(<Uploader uploader={uploader} />);
  await expect.element(page.getByText(nameOf(1), { exact: true })).toBeVisible();
}

function render(widget: ReactNode): void {
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(widget);
}

function rowOf(n: number): Element | undefined {
  const rows = page.getByRole('listitem').elements();
  return rows.find((row) => row.querySelector('.slipway-name')?.textContent === nameOf(n));
}

function edgesOf(n: number): { readonly top: number; readonly bottom: number } {
  return rowOf(n)?.getBoundingClientRect() ?? { top: Number.NaN, bottom: Number.NaN };
}

function scroller(): Element {
  const found = document.querySelector('.slipway-list');
  if (!found) throw new Error('There is no list.');
  return found;
}
