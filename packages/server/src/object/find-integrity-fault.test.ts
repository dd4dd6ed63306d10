import { INTEGRITY_MODES, type Integrity } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { findIntegrityFault } from './find-integrity-fault.ts';
import type { ObjectOptions } from './object-options.ts';

const modesThatTake = (object: ObjectOptions, bucket = 'media') =>
  INTEGRITY_MODES.filter((mode) => findIntegrityFault(bucket, object, mode) === undefined);
const allBut = (...without: readonly Integrity[]) =>
  INTEGRITY_MODES.filter((mode) => !without.includes(mode));

test('full-object and composite checksums need an integrity mode that supports them', () => {
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
    'whose checksums S3 does not keep',
  );
});

test('locked objects need integrity', () => {
  expect(modesThatTake({ objectLockLegalHoldStatus: 'ON' })).toEqual(allBut('none'));
  expect(modesThatTake({ objectLockMode: 'GOVERNANCE' })).toEqual(allBut('none'));
  expect(modesThatTake({})).toEqual(allBut());
});

test('directory buckets do not support Content-MD5', () => {
  expect(modesThatTake({}, 'media--use1-az4--x-s3')).toEqual(allBut('md5'));
});

test('an unknown integrity mode is no fault', () => {
  const object = { checksumType: 'COMPOSITE', objectLockLegalHoldStatus: 'ON' } as const;
  expect(findIntegrityFault('media', object, undefined)).toBeUndefined();
});
