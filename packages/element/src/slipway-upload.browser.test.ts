import { createTestUploader } from '@slipway/core/testing';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { SlipwayUploadElement } from './index.ts';

// The built file that browsers load, including Preact and the stylesheet.
const SCRIPT = new URL('../dist/slipway-upload.js', import.meta.url).href;

type ElementModule = typeof import('./index.ts');

async function loadScript(query = ''): Promise<ElementModule> {
  return import(/* @vite-ignore */ SCRIPT + query);
}

beforeAll(async () => {
  await loadScript();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

test('the element uploads, and its events reach the document with their details', async () => {
  const { uploader, s3 } = createTestUploader();
  const happened: string[] = [];
  const listen = (event: HTMLElementEventMap['upload-added' | 'upload-completed']) =>
    happened.push(`${event.type} ${event.detail.file.name}`);
  document.addEventListener('upload-added', listen);
  document.addEventListener('upload-completed', listen);
  const element = document.createElement('slipway-upload');
  element.uploader = uploader;
  document.body.append(element);

  pick(element, new File(['12345'], 'five.txt'));

  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  expect(happened).toEqual(['upload-added five.txt', 'upload-completed five.txt']);
  expect(element.uploads[0]?.state.status).toBe('completed');
  expect(s3.objects.size).toBe(1);
});

test('a failure and a cancel each fire their own event', async () => {
  const { uploader, s3 } = createTestUploader({ policy: { maxFileSize: 4 } });
  const element = document.createElement('slipway-upload');
  element.uploader = uploader;
  const failed = vi.fn<(event: HTMLElementEventMap['upload-failed']) => void>();
  const canceled = vi.fn<(event: HTMLElementEventMap['upload-canceled']) => void>();
  element.addEventListener('upload-failed', failed);
  element.addEventListener('upload-canceled', canceled);
  document.body.append(element);
  s3.hold('put');

  pick(element, new File(['12345'], 'large.txt'), new File(['1'], 'small.txt'));
  await page.getByRole('button', { name: 'Cancel small.txt' }).click();

  expect(failed.mock.lastCall?.[0].detail).toMatchObject({ error: { code: 'file-too-large' } });
  // The event fires when the user can no longer undo.
  await expect
    .poll(() => canceled.mock.lastCall?.[0].detail.file.name, { timeout: 15_000 })
    .toBe('small.txt');
});

test('the element contains its stylesheet, which does not affect the page', async () => {
  const { element } = openOwn();
  const widget = await shadow(element, '.slipway-uploader');

  expect(getComputedStyle(widget).display).toBe('grid');
  expect(document.adoptedStyleSheets).toHaveLength(0);
  expect(document.querySelector('style[data-slipway], .slipway-uploader')).toBeNull();
});

test('a moved element keeps its uploads, and a removed one closes its uploader', async () => {
  const { element } = openOwn();
  await shadow(element, '.slipway-input');
  const { uploader } = element;
  const close = vi.spyOn(uploader as object as { close(): void }, 'close');

  document.body.append(document.createElement('main'));
  document.querySelector('main')?.append(element);
  await Promise.resolve();
  expect(element.uploader).toBe(uploader);
  expect(close).not.toHaveBeenCalled();

  element.remove();
  await expect.poll(() => element.uploader).toBeUndefined();
  expect(close).toHaveBeenCalledOnce();
  expect(element.shadowRoot?.childElementCount).toBe(0);

  document.body.append(element);
  await shadow(element, '.slipway-input');
  expect(element.uploader).not.toBe(uploader);
});

test('the element never closes an uploader of the page', async () => {
  const { uploader } = createTestUploader();
  const close = vi.spyOn(uploader, 'close');
  const element = document.createElement('slipway-upload');
  element.uploader = uploader;
  document.body.append(element);
  await shadow(element, '.slipway-input');

  element.remove();
  await expect.poll(() => element.shadowRoot?.childElementCount).toBe(0);

  expect(close).not.toHaveBeenCalled();
  expect(element.uploader).toBe(uploader);
});

test('attributes and properties reflect each other', async () => {
  const { element } = openOwn(
    'endpoint="/else" accept="image/*" max-files="3" theme="dark" capture="user"',
  );

  expect(element.endpoint).toBe('/else');
  expect(element.accept).toBe('image/*');
  expect(element.maxFiles).toBe(3);
  expect((await shadow(element, '.slipway-uploader')).dataset.theme).toBe('dark');

  expect((await shadow(element, '.slipway-input')).getAttribute('capture')).toBe('user');

  element.theme = 'light';
  element.capture = undefined;
  element.maxFiles = undefined;
  expect(element.outerHTML).toBe(
    '<slipway-upload endpoint="/else" accept="image/*" theme="light"></slipway-upload>',
  );
  await expect
    .poll(() => element.shadowRoot?.querySelector<HTMLElement>('.slipway-uploader')?.dataset.theme)
    .toBe('light');
});

test('the element keeps properties that the page set before the script loaded', async () => {
  const { defineSlipwayUpload } = await loadScript();
  const { uploader } = createTestUploader();
  const early = Object.assign(document.createElement('late-upload'), { uploader, theme: 'dark' });
  document.body.append(early);

  defineSlipwayUpload('late-upload');

  expect(early.getAttribute('theme')).toBe('dark');
  pick(early, new File(['1'], 'one.txt'));
  expect(uploader.getSnapshot().uploads).toHaveLength(1);
});

test('a second copy of the script changes nothing', async () => {
  const before = customElements.get('slipway-upload');

  await loadScript('?again');

  expect(customElements.get('slipway-upload')).toBe(before);
});

test('each request to the backend carries the current headers', async () => {
  const requests = vi.spyOn(globalThis, 'fetch');
  const element = document.createElement('slipway-upload');
  element.endpoint = '/no-backend';
  element.headers = () => ({ authorization: 'Bearer now' });
  document.body.append(element);

  pick(element, new File(['1'], 'one.txt'));

  await expect.poll(() => requests.mock.calls.length).toBeGreaterThan(0);
  expect(requests.mock.lastCall?.[0]).toMatch(/^\/no-backend\//);
  const { headers } = requests.mock.lastCall?.[1] ?? {};
  expect(new Headers(headers).get('authorization')).toBe('Bearer now');
});

test('S38 forgetAll of the element empties its list and deletes the sessions', async () => {
  const { uploader, s3, sessions } = createTestUploader();
  const element = document.createElement('slipway-upload');
  element.uploader = uploader;
  document.body.append(element);
  s3.hold('put 2');
  pick(element, new File(['12345'], 'five.txt'));
  await expect.poll(() => s3.calls).toContain('put 2');

  expect(await element.forgetAll()).toBe(true);

  await expect.poll(() => element.shadowRoot?.querySelectorAll('.slipway-name').length).toBe(0);
  expect(await sessions?.list()).toEqual([]);
});

test('a row that keys move keeps the focus', async () => {
  const { uploader } = createTestUploader({ autoStart: false });
  const { element } = openOwn();
  element.uploader = uploader;
  pick(element, new File(['1'], 'a'), new File(['2'], 'b'), new File(['3'], 'c'));
  const button = page.getByRole('button', { name: 'Resume a', exact: true });
  await expect.element(button).toBeVisible();
  button.element().focus();

  await userEvent.keyboard('{Alt>}{ArrowDown}{ArrowDown}{/Alt}');

  await expect.poll(() => element.uploads.map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  const rows = () => Array.from(element.shadowRoot?.querySelectorAll('.slipway-name') ?? []);
  await expect.poll(() => rows().map(({ textContent }) => textContent)).toEqual(['b', 'c', 'a']);
  await expect.poll(() => element.shadowRoot?.activeElement).toBe(button.element());
});

function openOwn(attributes = ''): { readonly element: SlipwayUploadElement } {
  document.body.innerHTML = `<slipway-upload ${attributes}></slipway-upload>`;
  const element = document.querySelector('slipway-upload');
  if (!element) throw new Error('The element is not there.');
  return { element };
}

async function shadow(element: Element, selector: string): Promise<HTMLElement> {
  return vi.waitUntil(() => element.shadowRoot?.querySelector<HTMLElement>(selector));
}

function pick(element: Element, ...files: readonly File[]): void {
  const input = element.shadowRoot?.querySelector('input');
  if (!input) throw new Error('The file input is not there.');
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
