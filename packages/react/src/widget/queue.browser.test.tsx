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

test('F2 and Enter rename a waiting file, which is stored under its new name', async () => {
  const { uploader } = open('img_1.mov', 'img_2.mov');
  await focusOn('Resume img_1.mov');

  await userEvent.keyboard('{F2}');
  await expect.element(page.getByRole('textbox', { name: 'Rename: img_1.mov' })).toHaveFocus();
  // The selection leaves out the extension.
  await userEvent.keyboard('harbour{Enter}');

  await expect
    .element(page.getByRole('button', { name: 'More actions: harbour.mov' }))
    .toHaveFocus();
  uploader.resumeAll();
  await expect.poll(() => uploader.getSnapshot().totals.byStatus.completed).toBe(2);
  const [first] = uploader.getSnapshot().uploads;
  expect(first?.state).toMatchObject({ object: { objectKey: expect.stringContaining('harbour') } });
});

test('Escape and an empty name leave the name unchanged', async () => {
  const { uploader } = open('img_1.mov');
  await focusOn('Resume img_1.mov');
  for (const keys of ['other{Escape}', '{Control>}a{/Control}{Delete}{Enter}']) {
    await userEvent.keyboard('{F2}');
    await expect.element(page.getByRole('textbox')).toHaveFocus();
    await userEvent.keyboard(keys);
    await expect.element(page.getByRole('textbox')).not.toBeInTheDocument();
    expect(uploader.getSnapshot().uploads[0]?.name).toBe('img_1.mov');
  }
});

test('Enter in the name field does not submit the form around the widget', async () => {
  const { form } = open('img_1.mov');
  let isSent = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    isSent = true;
  });
  await page.getByRole('button', { name: 'More actions: img_1.mov' }).click();
  await page.getByRole('button', { name: 'Rename: img_1.mov' }).click();
  await userEvent.keyboard('x{Enter}');
  await expect.element(page.getByRole('button', { name: 'More actions: x.mov' })).toBeVisible();
  expect(isSent).toBe(false);
});

test('buttons move a waiting file, and the widget announces its new place', async () => {
  const { uploader } = open('a', 'b', 'c');
  await page.getByRole('button', { name: 'More actions: c' }).click();

  await page.getByRole('button', { name: 'Move up: c' }).click();
  await expect.element(page.getByRole('status')).toHaveTextContent('c: 2 / 3');
  await expect.poll(rows).toEqual(['a', 'c', 'b']);
  await page.getByRole('button', { name: 'Move to top: c' }).click();
  await expect.poll(rows).toEqual(['c', 'a', 'b']);
  await page.getByRole('button', { name: 'Move down: c' }).click();
  await expect.poll(rows).toEqual(['a', 'c', 'b']);
  expect(uploader.getSnapshot().uploads.map(({ name }) => name)).toEqual(['a', 'c', 'b']);
});

test('keys move a waiting file, and the focus stays in its row', async () => {
  open('a', 'b', 'c');
  const button = await focusOn('Resume a');

  await userEvent.keyboard('{Alt>}{ArrowDown}{ArrowDown}{ArrowDown}{/Alt}');
  await expect.poll(rows).toEqual(['b', 'c', 'a']);
  await expect.element(button).toHaveFocus();
  await expect.element(page.getByRole('status')).toHaveTextContent('a: 3 / 3');

  await userEvent.keyboard('{Alt>}{Home}{/Alt}');
  await expect.poll(rows).toEqual(['a', 'b', 'c']);
  await expect.element(button).toHaveFocus();
});

test('the user can neither rename nor move an upload in flight', async () => {
  const { uploader, s3 } = open('a.mov', 'b.mov');
  s3.hold('put 2');
  uploader.resumeAll();
  await focusOn('Pause a.mov');
  await expect.poll(() => s3.calls).toContain('put 2');

  await userEvent.keyboard('{F2}');
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');

  expect(page.getByRole('button', { name: 'More actions: a.mov' }).elements()).toHaveLength(0);
  expect(page.getByRole('textbox').elements()).toHaveLength(0);
  expect(rows()).toEqual(['a.mov', 'b.mov']);
});

/** Waiting files of three parts each, in a widget within a form. */
function open(...names: readonly string[]): TestUploader & { readonly form: HTMLFormElement } {
  const opened = createTestUploader({ autoStart: false });
  const form = document.body.appendChild(document.createElement('form'));
  root = createRoot(form);
  root.render(<Uploader uploader={opened.uploader} />);
  opened.uploader.addAll(names.map((name) => new File(['0123456789'], name)));
  return { ...opened, form };
}

async function focusOn(name: string) {
  const button = page.getByRole('button', { name, exact: true });
  await expect.element(button).toBeVisible();
  button.element().focus();
  return button;
}

function rows(): readonly string[] {
  const names = document.querySelectorAll('.slipway-row .slipway-name');
  return Array.from(names, ({ textContent }) => textContent ?? '');
}
