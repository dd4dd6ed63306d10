import '../styles/index.css';
import { createTestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Uploader, type Variant } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('the button variant sums up all files, and unfolds their list', async () => {
  const { uploader, s3 } = open('button');
  const release = s3.hold('put');
  uploader.addAll([film('a.mov'), film('b.mov')]);
  const fold = page.getByRole('button', { name: 'Uploading 1 of 2' });
  await expect.element(fold).toHaveAttribute('aria-expanded', 'false');
  expect(page.getByRole('listitem').elements()).toHaveLength(0);

  fold.element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => page.getByRole('listitem').elements().length).toBe(2);
  release();
  await expect.element(page.getByRole('button', { name: '2 files uploaded' })).toHaveFocus();

  await userEvent.keyboard('{Enter}');
  await expect.poll(() => page.getByRole('listitem').elements().length).toBe(0);
});

test('the button variant is as small as a button, and still tells the policy', async () => {
  open('button');
  const browse = page.getByText('Browse files', { exact: true });
  await expect.element(browse).toBeVisible();
  expect(widget().getBoundingClientRect().height).toBe(browse.element().clientHeight + 2);
  await expect
    .element(page.getByLabelText('Browse files'))
    .toHaveAccessibleDescription('Any type of file');
});

test('compact takes a third of the height of full, and page fills the available height', async () => {
  open('full');
  await expect.element(page.getByText('Any type of file')).toBeVisible();
  const full = widget().getBoundingClientRect().height;

  open('compact');
  await expect.element(page.getByText('Any type of file')).toBeVisible();
  expect(widget().getBoundingClientRect().height).toBeLessThan(full / 3);

  const container = open('page').container;
  container.style.height = '700px';
  await expect.element(page.getByText('Any type of file')).toBeVisible();
  await expect.poll(() => widget().getBoundingClientRect().height).toBe(700);
  const zone = widget().querySelector('.slipway-zone-label');
  expect(zone?.getBoundingClientRect().height).toBe(700);
});

function open(variant: Variant) {
  root?.unmount();
  document.body.replaceChildren();
  const opened = createTestUploader();
  const container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  root.render(<Uploader uploader={opened.uploader} variant={variant} />);
  return { ...opened, container };
}

function widget(): Element {
  return page.getByRole('region', { name: 'File upload' }).element();
}

function film(name: string): File {
  return new File(['0123456789'], name);
}
