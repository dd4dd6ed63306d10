import { createTestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { Uploader, type UploaderProps } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('the browser neither opens nor uploads a file dropped outside the widget', async () => {
  const uploader = await open({});
  expect(drag('dragover', file())).toBe(true);
  expect(drag('drop', file())).toBe(true);
  expect(drag('dragover', text())).toBe(false);
  expect(uploader.getSnapshot().uploads).toHaveLength(0);
});

test('a page-wide drop target uploads a file dropped outside the widget, once', async () => {
  const uploader = await open({ dropTarget: 'page' });
  expect(drag('drop', file())).toBe(true);
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();

  drag('drop', file(), page.getByRole('region').element());
  await expect.element(page.getByText('2 files uploaded', { exact: true })).toBeVisible();
  expect(uploader.getSnapshot().uploads).toHaveLength(2);
});

test('an image of the page that the user drags over the widget is not uploaded', async () => {
  const uploader = await open({ dropTarget: 'page' });
  const image = document.body.appendChild(document.createElement('img'));
  drag('dragstart', new DataTransfer(), image);
  const region = page.getByRole('region').element();
  for (const target of [region, document.body]) {
    expect(drag('dragover', file(), target)).toBe(false);
    expect(drag('drop', file(), target)).toBe(false);
  }
  drag('dragend', new DataTransfer(), image);
  expect(drag('drop', file(), region)).toBe(true);
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  expect(uploader.getSnapshot().uploads).toHaveLength(1);
});

test('drops work again after the page has removed the image that the user dragged', async () => {
  await open({});
  const image = document.body.appendChild(document.createElement('img'));
  drag('dragstart', new DataTransfer(), image);
  image.remove();
  document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
  expect(drag('dragover', file(), page.getByRole('region').element())).toBe(true);
});

test('the page handles its own drops again after the widget unmounts', async () => {
  await open({});
  root?.unmount();
  await expect.poll(() => drag('dragover', file())).toBe(false);
});

test('the widget uploads a pasted screenshot, and ignores pasted text', async () => {
  const uploader = await open({});
  expect(paste(text())).toBe(false);
  expect(paste(file())).toBe(true);
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();
  expect(uploader.getSnapshot().uploads.map(({ name }) => name)).toEqual(['image.png']);
});

test('a file copied in a file manager is uploaded, although its name comes along as text', async () => {
  const uploader = await open({});
  for (const [line, isTaken] of [
    ['image.png', true],
    ['/home/me/Pictures/image.png', true],
    ['file:///C:/image.png\r\n', true],
    ['C:\\Pictures\\image.png', true],
    ['my image.png', false],
    ['image.png is nice', false],
  ] as const) {
    const copied = file();
    copied.setData('text/plain', line);
    expect([line, paste(copied)]).toEqual([line, isTaken]);
  }
  expect(uploader.getSnapshot().uploads).toHaveLength(4);
});

test('a page-wide drop target takes pastes anywhere, except in text fields', async () => {
  const uploader = await open({ dropTarget: 'page' });
  const field = document.body.appendChild(document.createElement('textarea'));
  const editor = document.body.appendChild(document.createElement('div'));
  editor.contentEditable = 'true';
  for (const element of [field, editor, editor.appendChild(document.createElement('b'))]) {
    expect(paste(file(), element)).toBe(false);
  }
  expect(paste(text(), document.body)).toBe(false);
  expect(paste(file(), document.body)).toBe(true);
  expect(paste(file())).toBe(true);
  expect(uploader.getSnapshot().uploads).toHaveLength(2);
});

test('a widget that takes no page-wide drops takes no pastes outside of it', async () => {
  await open({});
  expect(paste(file(), document.body)).toBe(false);
});

test('a disabled widget takes no files, and still stops the browser from opening dropped ones', async () => {
  const uploader = await open({ disabled: true, dropTarget: 'page' });
  expect(drag('drop', file())).toBe(true);
  expect(drag('drop', file(), page.getByRole('region').element())).toBe(true);
  expect(paste(file())).toBe(false);
  expect(uploader.getSnapshot().uploads).toHaveLength(0);
});

test('the input asks a phone for the camera that the page chose', async () => {
  await open({ capture: 'environment' });
  await expect
    .element(page.getByLabelText('Browse files'))
    .toHaveAttribute('capture', 'environment');
});

async function open(props: Pick<UploaderProps, 'dropTarget' | 'disabled' | 'capture'>) {
  const { uploader } = createTestUploader();
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader uploader={uploader} {...props} />);
  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();
  // React adds the listeners of the window some time after it has rendered.
  await expect.poll(() => drag('dragover', file())).toBe(true);
  return uploader;
}

function file(): DataTransfer {
  const transfer = new DataTransfer();
  transfer.items.add(new File(['1'], 'image.png', { type: 'image/png' }));
  return transfer;
}

function text(): DataTransfer {
  const transfer = new DataTransfer();
  transfer.setData('text/plain', 'words');
  return transfer;
}

/** @returns whether a listener handled the event, so that the browser does nothing with it */
function drag(type: string, dataTransfer: DataTransfer, target: Element = document.body): boolean {
  const init = { dataTransfer, bubbles: true, composed: true, cancelable: true };
  return !target.dispatchEvent(new DragEvent(type, init));
}

function paste(
  clipboardData: DataTransfer,
  target = page.getByLabelText('Browse files').element(),
): boolean {
  const init = { clipboardData, bubbles: true, composed: true, cancelable: true };
  return !target.dispatchEvent(new ClipboardEvent('paste', init));
}
