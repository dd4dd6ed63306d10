import { describe, expect, test } from 'vitest';
import {
  CHECKSUM_MODES,
  CHECKSUMS,
  DEFAULT_INTEGRITY,
  FORM_INTEGRITY,
  INTEGRITY_MODES,
} from './integrity.ts';

const rows = CHECKSUM_MODES.map((mode) => [mode, CHECKSUMS[mode]] as const);

test('the modes are in order of preference, the default first', () => {
  expect(INTEGRITY_MODES).toEqual([
    'crc64nvme',
    'crc32c',
    'crc32',
    'sha256',
    'sha1',
    'md5',
    'none',
  ]);
  expect(CHECKSUM_MODES).toEqual(INTEGRITY_MODES.slice(0, -1));
  expect(INTEGRITY_MODES[0]).toBe(DEFAULT_INTEGRITY);
});

test('SHA-256 is the only checksum in forms, because all others can be forged', () => {
  expect(CHECKSUM_MODES.filter((mode) => CHECKSUMS[mode].inForms)).toEqual([FORM_INTEGRITY]);
});

test('no two modes share a header or a name at S3', () => {
  const headers = rows.map(([, { header }]) => header);
  const names = rows.flatMap(([, { kept }]) => kept?.algorithm ?? []);
  expect(new Set(headers).size).toBe(headers.length);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(rows)('%s', (_mode, { header, bytes, kept, combines }) => {
  test('has a header in lower case, named like the algorithm where S3 keeps the checksum', () => {
    const named = kept && `x-amz-checksum-${kept.algorithm.toLowerCase()}`;
    expect(header).toBe(named ?? header.toLowerCase());
  });

  test('has a whole number of bytes', () => {
    expect(Number.isInteger(bytes) && bytes > 0).toBe(true);
  });

  test('declares a full-object checksum exactly when the browser can compute one', () => {
    expect(kept?.types[0] === 'FULL_OBJECT').toBe(combines);
  });
});
