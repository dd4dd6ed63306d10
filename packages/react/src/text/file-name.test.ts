import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeName, splitName } from './file-name.ts';

test('both pieces together are the whole name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
      const { head, tail } = splitName(name);
      expect(head + tail).toBe(name);
    }),
  );
});

test('the end of a long name, with its extension, is never cut', () => {
  expect(splitName('a very long holiday film, part 1 of 2.mov').tail).toBe('1 of 2.mov');
  expect(splitName('short.mov')).toEqual({ head: 'short.mov', tail: '' });
});

test('what a name begins with is there, however little remains of its middle', () => {
  expect(splitName('harbour at dawn.mov')).toEqual({ head: 'harbour a', tail: 't dawn.mov' });
  expect(splitName('harbour at.geojson')).toEqual({ head: 'harbour ', tail: 'at.geojson' });
});

test('what looks like a long extension may be cut like the rest', () => {
  expect(splitName(`notes.${'x'.repeat(40)}`).tail).toBe('xxxxxx');
});

test('an accent stays with its letter', () => {
  const name = `${'a'.repeat(30)}${'e\u0301'.repeat(6)}.txt`;
  expect(splitName(name).tail).toBe(`${'e\u0301'.repeat(6)}.txt`);
});

test('joined letters are not torn apart', () => {
  expect(splitName('هذا اسم ملف طويل جدا باللغة العربية للاختبار.docx').tail).toBe('.docx');
});

test('a name cannot turn the direction of text around to look like another type', () => {
  expect(safeName('holiday\u202egpj.exe')).toBe('holidaygpj.exe');
  expect(safeName('line\nbreak\u0000.txt')).toBe('linebreak.txt');
  expect(safeName('שלום – família 👨‍👩‍👧.jpg')).toBe('שלום – família 👨‍👩‍👧.jpg');
});
