import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, safeName, splitName } from './file-name.ts';

test('all pieces together are the whole name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
      const { head, end, extension } = splitName(name);
      expect(head + end + extension).toBe(name);
    }),
  );
});

test('the end of a long name, and its extension, stay when the middle is cut', () => {
  const film = splitName('a very long holiday film, part 1 of 2.mov');
  expect(film).toMatchObject({ end: '1 of 2', extension: '.mov', isLong: true });
  expect(splitName('short.mov')).toMatchObject({ head: 'short.mov', extension: '', isLong: false });
});

test('what a name begins with is there, however little remains of its middle', () => {
  const film = { head: 'harbour a', end: 't dawn', extension: '.mov' };
  expect(splitName('harbour at dawn.mov')).toMatchObject(film);
  const map = { head: 'harbour ', end: 'at', extension: '.geojson' };
  expect(splitName('harbour at.geojson')).toMatchObject(map);
});

test('what looks like a long extension may be cut like the rest', () => {
  const notes = splitName(`notes.${'x'.repeat(40)}`);
  expect(notes).toMatchObject({ end: 'xxxxxx', extension: '' });
});

test('an accent stays with its letter', () => {
  const name = `${'a'.repeat(30)}${'e\u0301'.repeat(6)}.txt`;
  expect(splitName(name).end).toBe('e\u0301'.repeat(6));
});

test('joined letters are not torn apart', () => {
  const arabic = splitName('هذا اسم ملف طويل جدا باللغة العربية للاختبار.docx');
  expect(arabic).toMatchObject({ end: '', extension: '.docx' });
});

test('a name cannot turn the direction of text around to look like another type', () => {
  expect(safeName('holiday\u202egpj.exe')).toBe('holidaygpj.exe');
  expect(safeName('line\nbreak\u0000.txt')).toBe('linebreak.txt');
  expect(safeName('שלום – família 👨‍👩‍👧.jpg')).toBe('שלום – família 👨‍👩‍👧.jpg');
});

test('of the way to a file the name itself is left out', () => {
  expect(folderOf({ webkitRelativePath: 'film/stills/a.png' })).toBe('film/stills/');
  expect(folderOf({ webkitRelativePath: '' })).toBe('');
});
