import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { S3Error } from '../s3-error.ts';
import { childText, parseXml } from './parse.ts';
import { xmlDocument } from './write.ts';

test('any text that XML can hold is read unchanged', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(text, (value) => {
      const read = parseXml(xmlDocument('Root', { Key: value }));
      expect(childText(read, 'Key')).toBe(value.trim());
    }),
  );
});

test('any other text is either read or rejected as MalformedXML', () => {
  const token = fc.constantFrom(
    '<a>',
    '</a>',
    '<b/>',
    '<b x="1">',
    '</b>',
    'text',
    '&amp;',
    '&#65;',
    '&x;',
    '<!--',
    '-->',
    '<!DOCTYPE a>',
    '<![CDATA[',
    ']]>',
    '<?xml version="1.0"?>',
    '<?pi?>',
    '<',
    '>',
    '&',
    '"',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
      try {
        parseXml(tokens.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(S3Error);
      }
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>'],
  ['an unknown entity', '<a>&e;</a>'],
  ['CDATA', '<a><![CDATA[x]]></a>'],
  ['a processing instruction', '<a><?php ?></a>'],
  ['an element left open', '<a><b></a>'],
  ['two roots', '<a/><b/>'],
  ['text outside the root', 'x<a/>'],
  ['a hundred levels', '<a>'.repeat(100) + '</a>'.repeat(100)],
  ['a reference to no character', '<a>&#0;</a>'],
  ['nothing', ''],
])('%s is refused', (_, document) => {
  expect(() => parseXml(document)).toThrow(S3Error);
});

test('a document of many megabytes of brackets is rejected at once', () => {
  const startedAt = process.cpuUsage(); // The wall clock would also count other processes.
  expect(() => parseXml('<a '.repeat(700_000))).toThrow(S3Error);
  expect(() => parseXml('<'.repeat(2_000_000))).toThrow(S3Error);
  expect(() => parseXml(`<a>${'&'.repeat(2_000_000)}</a>`)).toThrow(S3Error);
  expect(() => parseXml(`<!--${'-'.repeat(1_000_000)}`)).toThrow(S3Error);
  const { user, system } = process.cpuUsage(startedAt);
  expect((user + system) / 1000).toBeLessThan(1000);
});
