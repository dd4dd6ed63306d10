import { CHECKSUM_MODES, CHECKSUMS } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import {
  completeRequestSchema,
  createRequestSchema,
  presignRequestSchema,
} from './request-schemas.ts';

const FILE = { name: 'film.mp4', size: 1, type: 'video/mp4', partSize: 1 };

/** The three requests that carry a checksum. */
const REQUESTS = {
  create: (checksum: string) =>
    createRequestSchema.safeParse({ files: [{ ...FILE, parts: [{ partNumber: 1, checksum }] }] }),
  presign: (checksum: string) =>
    presignRequestSchema.safeParse({
      uploads: [{ token: 't', parts: [{ partNumber: 1, checksum }] }],
    }),
  complete: (checksum: string) =>
    completeRequestSchema.safeParse({ uploads: [{ token: 't', checksum }] }),
};

describe.each(CHECKSUM_MODES)('a %s checksum', (mode) => {
  const value = Buffer.alloc(CHECKSUMS[mode].bytes, 7).toString('base64');

  test.each(Object.entries(REQUESTS))('is accepted in a request to %s', (_name, parse) => {
    expect(parse(value).success).toBe(true);
  });

  test.each(Object.entries(REQUESTS))('of another length is refused by %s', (_name, parse) => {
    for (const other of [`${value}A`, value.slice(1), '', 'A'.repeat(1_000)]) {
      const { success, error } = parse(other);
      expect(success, other).toBe(false);
      expect(error?.issues[0]?.message).toBe('Send base64 of 8, 12, 24, 28, 44 characters.');
    }
  });
});
