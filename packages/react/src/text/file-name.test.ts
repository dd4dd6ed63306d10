import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, safeName, splitName } from './file-name.ts';

test('the pieces of a name add up to the whole name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
      const { head, end, extension } = splitName(name);
      expect(head + end + extension).toBe(name);
    }),
  );
});

test('a long name is shortened in the middle, and keeps its end and its extension', () => {
  const film = splitName('a very long holiday film, part 1 of 2.mov');
  expect(film).toMatchObject({ end: '1 of 2', extension: '.mov', isLong: true });
  expect(splitName('short.mov')).toMatchObject({ head: 'short.mov', extension: '', isLong: false });
});

test('a name keeps at least its first eight characters in the head', () => {
  const film = { head: 'harbour a', end: 't dawn', extension: '.mov' };
  expect(splitName('harbour at dawn.mov')).toMatchObject(film);
  const map = { head: 'harbour ', end: 'at', extension: '.geojson' };
  expect(splitName('harbour at.geojson')).toMatchObject(map);
});

test('a very long extension is shortened like the rest of the name', () => {
  const notes = splitName(`notes.${'x'.repeat(40)}`);
  expect(notes).toMatchObject({ end: 'xxxxxx', extension: '' });
});

test('a split never separates a letter from its accent', () => {
  const name = `${'a'.repeat(30)}${'e\u0301'.repeat(6)}.txt`;
  expect(splitName(name).end).toBe('e\u0301'.repeat(6));
});

test('a split never separates joined letters', () => {
  const arabic = splitName('هذا اسم ملف طويل جدا باللغة العربية للاختبار.docx');
  expect(arabic).toMatchObject({ end: '', extension: '.docx' });
});

test('a name cannot reverse the direction of text to look like another file type', () => {
  expect(safeName('holiday\u202egpj.exe')).toBe('holidaygpj.exe');
  expect(safeName('line\nbreak\u0000.txt')).toBe('linebreak.txt');
  expect(safeName('שלום – família 👨‍👩‍👧.jpg')).toBe('שלום – família 👨‍👩‍👧.jpg');
});

test('the folder of a file is its path without its name', () => {
  expect(folderOf({ webkitRelativePath: 'film/stills/a.png' })).toBe('film/stills/');
  expect(folderOf({ webkitRelativePath: '' })).toBe('');
});
