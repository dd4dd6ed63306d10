import { createTestUploader, type TestUploaderOptions } from '@slipway/core/testing';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';

// The built files that browsers load.
const SCRIPT = new URL('../dist/slipway-upload.js', import.meta.url).href;
const GERMAN = new URL('../dist/messages/de.js', import.meta.url).href;

const MINUTES = { objectKey: '1/minutes.txt', name: 'minutes.txt', size: 29 };
const HARBOUR = { objectKey: '2/harbour.jpg', name: 'harbour.jpg', size: 3_000_000 };

beforeAll(async () => {
  await import(/* @vite-ignore */ SCRIPT);
});

afterEach(() => {
  document.body.replaceChildren();
});

test('the value of the form is the keys of the completed objects, one entry each', async () => {
  const { form, element, uploader } = open('name="files"');

  pick(element, new File(['1'], 'a.txt'), new File(['2'], 'b.txt'));
  await expect.element(page.getByText('2 files uploaded', { exact: true })).toBeVisible();

  const keys = uploader
    .getSnapshot()
    .uploads.flatMap(({ state }) => (state.status === 'completed' ? state.object.objectKey : []));
  expect(keys).toHaveLength(2);
  expect(new FormData(form).getAll('files')).toEqual(keys);
  element.removeAttribute('name');
  expect([...new FormData(form).keys()]).toEqual([]);
});

test('a form is invalid while files are missing, in flight or failed, and shows the reason', async () => {
  const { form, element, uploader, s3 } = open('name="files" required');
  expect(element.validity.valueMissing).toBe(true);
  expect(element.validationMessage).toBe('Add at least one file.');

  const release = s3.hold('put');
  pick(element, new File(['1'], 'a.txt'));
  expect(element.validity.customError).toBe(true);
  expect(element.validationMessage).toBe('Wait for the upload to finish.');
  expect(submits(form)).toBe(false);

  release();
  await expect.poll(() => element.checkValidity()).toBe(true);
  expect(submits(form)).toBe(true);

  s3.answer('create', 403, 'unauthorized');
  pick(element, new File(['2'], 'b.txt'));
  await expect.poll(() => element.validationMessage).toMatch(/^A file wasn't uploaded/);
  const failed = uploader.getSnapshot().uploads.at(-1);
  if (failed) uploader.remove(failed.id);
  expect(form.checkValidity()).toBe(true);
});

test('the reason is in the language of the widget', async () => {
  const { element } = open('required');
  element.messages = (await loadGerman()).de;
  expect(element.validationMessage).toBe('Fügen Sie mindestens eine Datei hinzu.');
});

test('an invalid form focuses the file input', async () => {
  const { form, element } = open('required');
  expect(form.reportValidity()).toBe(false);
  await expect.poll(() => element.shadowRoot?.activeElement?.className).toBe('slipway-input');
});

test('an element that is disabled, or in a disabled fieldset, takes no files and adds nothing to the form', async () => {
  const { form, element } = open('name="files" required disabled');
  const input = element.shadowRoot?.querySelector('input');
  await expect.poll(() => input?.disabled).toBe(true);
  expect(form.checkValidity()).toBe(true);

  element.disabled = false;
  await expect.poll(() => input?.disabled).toBe(false);
  expect(form.checkValidity()).toBe(false);

  form.querySelector('fieldset')?.toggleAttribute('disabled', true);
  await expect.poll(() => input?.disabled).toBe(true);
  expect(form.checkValidity()).toBe(true);
});

test('a reset empties the form, and cancels uploads in flight', async () => {
  const { form, element, uploader, s3 } = open('name="files"');
  pick(element, new File(['1'], 'done.txt'));
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  s3.hold('put');
  pick(element, new File(['12345678'], 'film.mov'));

  form.reset();

  await expect.poll(() => uploader.getSnapshot().uploads).toEqual([]);
  expect([...new FormData(form).keys()]).toEqual([]);
  expect(form.checkValidity()).toBe(true);
});

test('stored files are listed and part of the value, until a removal or a reset', async () => {
  const { form, element } = open('name="files" required');
  element.stored = [MINUTES, HARBOUR];
  expect(form.checkValidity()).toBe(true);
  expect(new FormData(form).getAll('files')).toEqual(['1/minutes.txt', '2/harbour.jpg']);

  await page.getByRole('button', { name: 'Remove minutes.txt' }).click();
  expect(new FormData(form).getAll('files')).toEqual(['2/harbour.jpg']);
  pick(element, new File(['1'], 'a.txt'));
  await expect.poll(() => new FormData(form).getAll('files')).toHaveLength(2);

  form.reset();
  await expect.element(page.getByText('harbour.jpg')).not.toBeInTheDocument();
  expect(element.stored).toEqual([]);
  expect(form.checkValidity()).toBe(false);
});

test('the element restores saved entries that it understands, and skips the others', () => {
  const { form, element } = open('name="files"');
  element.formStateRestoreCallback(JSON.stringify([MINUTES, null, { objectKey: 1 }]), 'restore');
  expect(new FormData(form).getAll('files')).toEqual(['1/minutes.txt']);
  // Autofill suggestions are not files of this form either.
  element.formStateRestoreCallback(JSON.stringify([HARBOUR]), 'autocomplete');
  expect(element.stored).toEqual([MINUTES]);

  for (const kept of ['not JSON', '{}', 'null']) element.formStateRestoreCallback(kept, 'restore');
  expect(element.stored).toEqual([]);
});

test('added files replace stored ones when they exceed the limit', async () => {
  const { form, element } = open('name="files" max-files="2"');
  element.stored = [MINUTES, HARBOUR];

  pick(element, new File(['1'], 'a.txt'));

  await expect.poll(() => new FormData(form).getAll('files')).toHaveLength(2);
  expect(element.stored).toEqual([HARBOUR]);
});

test('a click on the label of the element focuses the file input', async () => {
  const { element } = open('id="files"');
  expect([...element.labels].map((label) => label.textContent)).toEqual(['Files']);

  document.querySelector('label')?.click();

  await expect.poll(() => element.shadowRoot?.activeElement?.className).toBe('slipway-input');
});

function open(attributes: string, options: TestUploaderOptions = {}) {
  const { uploader, s3 } = createTestUploader(options);
  document.body.innerHTML = `<form><fieldset><label for="files">Files</label>
    <slipway-upload ${attributes}></slipway-upload></fieldset></form>`;
  const element = document.querySelector('slipway-upload');
  const form = document.querySelector('form');
  if (!element || !form) throw new Error('The form is not there.');
  element.uploader = uploader;
  return { form, element, uploader, s3 };
}

/** Whether a click on a submit button submits the form. */
function submits(form: HTMLFormElement): boolean {
  let sent = false;
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      sent = true;
    },
    { once: true },
  );
  form.requestSubmit();
  return sent;
}

function pick(element: Element, ...files: readonly File[]): void {
  const input = element.shadowRoot?.querySelector('input');
  if (!input) throw new Error('The file input is not there.');
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

async function loadGerman(): Promise<typeof import('./messages/de.ts')> {
  return import(/* @vite-ignore */ GERMAN);
}
