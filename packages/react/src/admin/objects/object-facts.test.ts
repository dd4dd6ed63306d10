import { expect, test } from 'vitest';
import { describeChecksum, describeLock, detailsOf } from './object-facts.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const metadata = {};

test.each([
  [{}, undefined],
  [{ lockMode: 'GOVERNANCE', lockedUntil: '2025-12-31T00:00:00Z' }, undefined],
  [{ lockMode: 'GOVERNANCE', lockedUntil: '2026-02-01T12:00:00Z' }, /^GOVERNANCE until .*2026/],
  [{ legalHold: false }, undefined],
  [{ legalHold: true, lockedUntil: '2025-12-31T00:00:00Z' }, /^Legal hold$/],
])('the description of a lock says what holds the object: %j', (lock, words) => {
  const described = describeLock({ metadata, ...lock }, NOW);
  if (words === undefined) expect(described).toBeUndefined();
  else expect(described).toMatch(words);
});

test('the description of a checksum includes its kind', () => {
  const checksum = { integrity: 'sha256', value: 'x-2' } as const;
  expect(describeChecksum({ metadata, checksum: { ...checksum, kind: 'composite' } })).toBe(
    'sha256, of its parts',
  );
  expect(describeChecksum({ metadata, checksum: { ...checksum, kind: 'full-object' } })).toBe(
    'sha256, of the whole object',
  );
  expect(describeChecksum({ metadata })).toBe('None');
});

test('an object without readable details has no details', () => {
  const object = { objectKey: 'a', size: 1, etag: '"a"', modifiedAt: '2026-01-01T00:00:00Z' };
  const error = { code: 'storage-refused', message: 'No.' } as const;
  expect(detailsOf(object)).toBeUndefined();
  expect(detailsOf({ ...object, details: { error } })).toBeUndefined();
  expect(detailsOf({ ...object, details: { metadata } })).toEqual({ metadata });
});
