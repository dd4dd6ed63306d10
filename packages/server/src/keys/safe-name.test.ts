import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteLength, hasUnsafeCharacters, safeName } from './safe-name.ts';

test('a name of combining marks is cut before it is normalised, which takes time by its square', () => {
  const name = `a${'\u0301\u0327'.repeat(8_191)}.txt`;

  const safe = safeName(name, 255);

  expect(byteLength(safe)).toBeLessThanOrEqual(255);
  expect(safe).toMatch(/\.txt$/);
  // As long as 1,024 units, where its square is small.
  expect(safe).toBe(safeName(`${name.slice(0, 960)}${name.slice(-64)}`, 255));
});

test.each([
  ['report.pdf', 'report.pdf'],
  ['with space & +plus 100%.txt', 'with space & +plus 100%.txt'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
  ['..', 'file'],
  ['.', 'file'],
  ['', 'file'],
  ['  ', 'file'],
  ['folder/', 'file'],
  ['line\r\nbreak\0.txt', 'linebreak.txt'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['cafe\u0301.txt', 'caf\u00e9.txt'],
  ['half \ud83d pair.txt', 'half  pair.txt'],
  ['family 👩‍👩‍👧.png', 'family 👩‍👩‍👧.png'],
  ['heart ❤️ and key 1️⃣.txt', 'heart ❤️ and key 1️⃣.txt'],
  ['wave 👋🏽‍.png', 'wave 👋🏽.png'],
  ['inv\u200Boi\u00ADce\u2060.pdf', 'invoice.pdf'],
  ['a\uFE0Fb\u200Dc\u034F.txt', 'abc.txt'],
  ['tag\u{E0041}\u{E007F}ged.txt', 'tagged.txt'],
  ['filler\u3164\u115F.txt', 'filler.txt'],
  ['unassigned\u0378\u{2FFFF}.txt', 'unassigned.txt'],
  ['no\u00A0break\u2800blank\u3000.txt', 'no break blank .txt'],
  ['\u200B\u2060\u00AD', 'file'],
  ['.\u200B.', 'file'],
  ['\u2800', 'file'],
  ['\u0600 sign.txt', '\u0600 sign.txt'],
  ['.htaccess', '.htaccess'],
])('%j becomes %j', (name, expected) => {
  expect(safeName(name, 255)).toBe(expected);
});

test.each([
  [`${'a'.repeat(300)}.jpeg`, 20, `${'a'.repeat(15)}.jpeg`],
  [`${'é'.repeat(20)}.txt`, 11, 'ééé.txt'],
  ['😀'.repeat(20), 10, '😀😀'],
  ['👩‍👩‍👧', 8, '👩'],
  [`x.${'y'.repeat(60)}`, 10, 'x.yyyyyyyy'],
])('a long name is cut between characters and keeps its extension: %j', (name, max, expected) => {
  expect(safeName(name, max)).toBe(expected);
});

test('any name becomes one segment of a key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 64, max: 255 }), (name, max) => {
      const safe = safeName(name, max);
      expect(safe).not.toMatch(/^\.{0,2}$|\//);
      expect(hasUnsafeCharacters(safe)).toBe(false);
      expect(safe.normalize('NFC')).toBe(safe);
      expect(byteLength(safe)).toBeLessThanOrEqual(max);
    }),
    { numRuns: 500 },
  );
});
