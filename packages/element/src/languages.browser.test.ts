import { createTestUploader } from '@slipway/core/testing';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';

// The built files that browsers load.
const SCRIPT = new URL('../dist/slipway-upload.js', import.meta.url).href;
const ARABIC = new URL('../dist/messages/ar.js', import.meta.url).href;

beforeAll(async () => {
  await import(/* @vite-ignore */ SCRIPT);
});

afterEach(() => {
  document.body.replaceChildren();
});

test('a language is a separate module, and can load after the element', async () => {
  const element = document.createElement('slipway-upload');
  element.uploader = createTestUploader().uploader;
  document.body.append(element);
  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();

  const { ar } = await loadArabic();
  element.messages = ar;

  await expect.element(page.getByLabelText('اختيار ملفات')).toBeInTheDocument();
  const widget = element.shadowRoot?.querySelector('.slipway-uploader');
  expect(widget?.getAttribute('lang')).toBe('ar');
  expect(widget && getComputedStyle(widget).direction).toBe('rtl');
});

test('the widget follows the direction of the page', async () => {
  document.body.innerHTML = '<div dir="rtl"><slipway-upload></slipway-upload></div>';
  const element = document.querySelector('slipway-upload');

  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();
  const widget = element?.shadowRoot?.querySelector('.slipway-uploader');
  expect(widget && getComputedStyle(widget).direction).toBe('rtl');
});

async function loadArabic(): Promise<typeof import('./messages/ar.ts')> {
  return import(/* @vite-ignore */ ARABIC);
}
