import { CHECKSUM_MODES, CHECKSUMS, type Integrity, type StoredPart } from '@slipway/protocol';
import { expect, test } from 'vitest';
import type { UploadClaims } from '../token/upload-claims.ts';
import { findWrongParts, lacksChecksums } from './verify-parts.ts';

const MiB = 1024 ** 2;
const KEPT = CHECKSUM_MODES.filter((mode) => CHECKSUMS[mode].kept);
const FORGOTTEN: readonly Integrity[] = ['md5', 'none'];

/** An upload of two parts. */
const claimsIn = (integrity: Integrity): UploadClaims => ({
  bucket: 'media',
  objectKey: 'film.mp4',
  uploadId: 'upload',
  subject: 'ada',
  file: { name: 'film.mp4', type: 'video/mp4' },
  size: 6 * MiB,
  partSize: 5 * MiB,
  partCount: 2,
  integrity,
  contentType: 'video/mp4',
  nonce: 'nonce',
});

/** Both of its parts, as S3 lists them. */
const listed = (...checksums: readonly (string | undefined)[]): readonly StoredPart[] => [
  { partNumber: 1, size: 5 * MiB, etag: '"1"', checksum: checksums[0] },
  { partNumber: 2, size: MiB, etag: '"2"', checksum: checksums[1] },
];

test('S3 keeps the checksums of every mode, with two known exceptions', () => {
  expect([...KEPT, ...FORGOTTEN]).toEqual([...CHECKSUM_MODES, 'none']);
});

test.each(KEPT)('in %s, a part without a checksum is wrong', (mode) => {
  expect(findWrongParts(claimsIn(mode), listed('a', 'b'))).toEqual([]);
  expect(findWrongParts(claimsIn(mode), listed('a', undefined))).toEqual([2]);
  expect(findWrongParts(claimsIn(mode), listed(undefined, undefined))).toEqual([1, 2]);
  expect(findWrongParts(claimsIn(mode), listed('', 'b'))).toEqual([1]);
});

test.each(KEPT)('in %s, a store keeps no checksums if it lists none', (mode) => {
  expect(lacksChecksums(claimsIn(mode), listed(undefined, undefined))).toBe(true);
  expect(lacksChecksums(claimsIn(mode), listed('a', undefined))).toBe(false);
  expect(lacksChecksums(claimsIn(mode), [])).toBe(false);
});

test.each(FORGOTTEN)('in %s, parts need no checksum', (mode) => {
  expect(findWrongParts(claimsIn(mode), listed(undefined, undefined))).toEqual([]);
  expect(lacksChecksums(claimsIn(mode), listed(undefined, undefined))).toBe(false);
});

test('a part is wrong if it has not the size of its run', () => {
  const runs = [{ count: 2, size: 6 * MiB, step: MiB }];
  const claims = { ...claimsIn('none'), size: 11 * MiB, partSize: 6 * MiB, runs };
  const parts = (first: number, second: number) => [
    { partNumber: 1, size: first * MiB, etag: '"1"' },
    { partNumber: 2, size: second * MiB, etag: '"2"' },
  ];
  expect(findWrongParts(claims, parts(6, 5))).toEqual([]);
  expect(findWrongParts(claims, parts(5, 6))).toEqual([1, 2]);
});

const storedAs = (etag: string) =>
  listed().map(({ partNumber, size }) => ({ partNumber, size, etag }));

const hex = 'd41d8cd98f00b204e9800998ecf8427e';
test.each([
  ['with quotes', `"${hex}"`],
  ['without quotes', hex],
  ['weak, as behind a compressing proxy', `W/"${hex}"`],
  ['in upper case', `"${hex.toUpperCase()}"`],
])('an ETag that a browser read %s is that of the listed part', (_how, etag) => {
  const etags = [{ partNumber: 1, etag }];
  expect(findWrongParts(claimsIn('none'), storedAs(`"${hex}"`), etags)).toEqual([]);
  expect(findWrongParts(claimsIn('none'), storedAs(hex), etags)).toEqual([]);
});

test('another ETag makes a part wrong', () => {
  const etags = [{ partNumber: 2, etag: '"1"' }];
  expect(findWrongParts(claimsIn('none'), listed(), etags)).toEqual([2]);
});
