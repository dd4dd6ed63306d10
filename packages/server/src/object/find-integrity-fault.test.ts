import { INTEGRITY_MODES, type Integrity } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { findIntegrityFault } from './find-integrity-fault.ts';
import type { ObjectOptions } from './object-options.ts';

const modesThatTake = (object: ObjectOptions, bucket = 'media') =>
  INTEGRITY_MODES.filter((mode) => findIntegrityFault(bucket, object, mode) === undefined);
const allBut = (...without: readonly Integrity[]) =>
  INTEGRITY_MODES.filter((mode) => !without.includes(mode));

test('whole-object and composite checksums are possible with the modes that S3 has them for', () => {
  expect(modesThatTake({ checksumType: 'FULL_OBJECT' })).toEqual(['crc64nvme', 'crc32c', 'crc32']);
  expect(modesThatTake({ checksumType: 'COMPOSITE' })).toEqual([
    'crc32c',
    'crc32',
    'sha256',
    'sha1',
  ]);
  expect(findIntegrityFault('media', { checksumType: 'FULL_OBJECT' }, 'sha256')).toBe(
    'checksumType "FULL_OBJECT" is not possible with integrity "sha256", which has "COMPOSITE"',
  );
  expect(findIntegrityFault('media', { checksumType: 'COMPOSITE' }, 'md5')).toContain(
    'which S3 keeps no checksum of',
  );
});

test('locked objects need integrity', () => {
  expect(modesThatTake({ objectLockLegalHoldStatus: 'ON' })).toEqual(allBut('none'));
  expect(modesThatTake({ objectLockMode: 'GOVERNANCE' })).toEqual(allBut('none'));
  expect(modesThatTake({})).toEqual(allBut());
});

test('directory buckets know no Content-MD5', () => {
  expect(modesThatTake({}, 'media--use1-az4--x-s3')).toEqual(allBut('md5'));
});

test('an integrity that is not known yet is no fault', () => {
  const object = { checksumType: 'COMPOSITE', objectLockLegalHoldStatus: 'ON' } as const;
  expect(findIntegrityFault('media', object, undefined)).toBeUndefined();
});
