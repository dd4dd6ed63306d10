import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from './encoded-word.ts';

test.each([
  ['', ''],
  ['summer 2026', 'summer 2026'],
  ['Straße', '=?UTF-8?B?U3RyYcOfZQ==?='],
  [' spaces at the ends ', '=?UTF-8?B?IHNwYWNlcyBhdCB0aGUgZW5kcyA=?='],
  ['=?UTF-8?B?QQ==?=', '=?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?='],
])('"%s" is stored as "%s"', (text, stored) => {
  expect(encodeText(text)).toBe(stored);
  expect(decodeText(stored)).toBe(text);
});

test('any text comes back unchanged, in ASCII words of at most 75 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const stored = encodeText(text);
      expect(stored).toMatch(/^(?:[!-~](?:[ -~]*[!-~])?)?$/);
      if (stored !== text) {
        for (const word of stored.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
      }
      expect(decodeText(stored)).toBe(text);
    }),
  );
});

test.each([
  ['=?utf-8?q?caf=C3=A9_au_lait?=', 'café au lait'],
  ['=?UTF-8?Q?=E2=82?= =?UTF-8?B?rA==?=', '€'],
  ['the =?UTF-8?B?w7xi?= word', 'the üb word'],
  ['=?ISO-8859-1?Q?caf=E9?=', '=?ISO-8859-1?Q?caf=E9?='],
  ['1 =? 2', '1 =? 2'],
])('the header "%s" is read as "%s"', (stored, text) => {
  expect(decodeText(stored)).toBe(text);
});
