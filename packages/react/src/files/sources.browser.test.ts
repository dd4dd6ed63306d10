import { type FoundFiles, readDroppedFiles } from '@slipway/core';
import { afterEach, expect, test, vi } from 'vitest';
import { readPastedFiles } from './pasted-files.ts';
import { pickFiles, readInputFiles } from './pick-files.ts';

afterEach(() => vi.unstubAllGlobals());

const image = new File(['1'], 'image.png', { type: 'image/png' });

/** Each source finds the same file. A new source adds its row. */
const SOURCES: readonly (readonly [string, FoundFiles['source'], () => Promise<FoundFiles>])[] = [
  ['a drop', 'drop', () => readDroppedFiles({ items: Array.from(transfer().items) })],
  ['the clipboard', 'paste', async () => readPastedFiles(transfer())],
  ['a file input', 'pick', async () => readInputFiles(filledInput())],
  ['the picker', 'pick', () => pickFiles({ accept: [], multiple: true })],
];

test.each(SOURCES)(
  '%s gives its files with their source and nothing unreadable',
  async (...row) => {
    const [, source, find] = row;
    const handle = { kind: 'file', getFile: async () => image };
    vi.stubGlobal('showOpenFilePicker', async () => [handle]);

    const found = await find();

    expect(Object.keys(found).sort()).toEqual(['files', 'handles', 'source', 'unreadable']);
    expect(found.source).toBe(source);
    expect(found.files.map(({ name }) => name)).toEqual(['image.png']);
    expect(found.handles).toBeInstanceOf(Map);
    expect(found.unreadable).toBe(0);
  },
);

test('a canceled picker finds no files', async () => {
  const cancel = new DOMException('closed', 'AbortError');
  vi.stubGlobal('showOpenFilePicker', () => Promise.reject(cancel));
  const found = await pickFiles({ accept: [], multiple: false });
  expect(found).toMatchObject({ source: 'pick', files: [], unreadable: 0 });
});

test('a paste of text with a picture of it finds no files', () => {
  const cells = transfer();
  cells.setData('text/plain', 'cells of a spreadsheet');
  expect(readPastedFiles(cells).files).toEqual([]);
});

function transfer(): DataTransfer {
  const data = new DataTransfer();
  data.items.add(image);
  return data;
}

function filledInput(): HTMLInputElement {
  const input = Object.assign(document.createElement('input'), { type: 'file' });
  input.files = transfer().files;
  return input;
}
