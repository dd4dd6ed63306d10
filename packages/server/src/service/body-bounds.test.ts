import { ADMIN_ROUTES, MAX_BATCH_SIZE, ROUTES, S3_LIMITS } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../adapter/json-body.ts';
import {
  adminAbortSchema,
  deleteObjectsSchema,
  doctorSchema,
  sendWebhooksSchema,
} from '../admin/admin-schemas.ts';
import { OPERATIONS } from '../operations.ts';
import { type BodyBounds, bodyBoundsOf } from './body-bounds.ts';
import {
  abortRequestSchema,
  completeRequestSchema,
  createRequestSchema,
  listPartsRequestSchema,
  presignRequestSchema,
} from './request-schemas.ts';

const many = <Item>(count: number, item: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => item(index));
const token = 't'.repeat(16_384);
const sha256 = 'A'.repeat(44);
const parts = (count: number) =>
  many(count, (index) => ({ partNumber: 10_000 - index, checksum: sha256 }));
const key = '\u0001'.repeat(1_024);
const metadata = Object.fromEntries(many(80, (index) => [`name-${index}`, '~'.repeat(15)]));

/** Each field is as long as its schema allows, and each list too. */
const LARGEST: readonly (readonly [string, z.ZodType, BodyBounds | undefined, object])[] = [
  [
    ROUTES.create,
    createRequestSchema,
    boundsOf(ROUTES.create),
    {
      files: many(MAX_BATCH_SIZE, () => ({
        name: '\u0001'.repeat(16_384),
        size: Number.MAX_SAFE_INTEGER,
        type: '"'.repeat(1_024),
        partSize: Number.MAX_SAFE_INTEGER,
        integrity: 'crc64nvme',
        parts: parts(10),
        metadata,
        fingerprint: '\u0001'.repeat(1_024),
      })),
      accepts: ['other-hosts', 'other-hosts'],
    },
  ],
  [
    ROUTES.presign,
    presignRequestSchema,
    boundsOf(ROUTES.presign),
    {
      uploads: many(MAX_BATCH_SIZE, () => ({ token, parts: parts(10) })),
      accepts: ['other-hosts', 'other-hosts'],
    },
  ],
  [ROUTES.listParts, listPartsRequestSchema, boundsOf(ROUTES.listParts), { token }],
  [
    ROUTES.complete,
    completeRequestSchema,
    boundsOf(ROUTES.complete),
    {
      uploads: many(MAX_BATCH_SIZE, () => ({
        token,
        etags: many(S3_LIMITS.maxPartCount / MAX_BATCH_SIZE, (index) => ({
          partNumber: 10_000 - index,
          etag: `"${'e'.repeat(254)}"`,
        })),
        checksum: sha256,
      })),
    },
  ],
  [
    ROUTES.abort,
    abortRequestSchema,
    boundsOf(ROUTES.abort),
    { uploads: many(MAX_BATCH_SIZE, () => ({ token })) },
  ],
  [
    ADMIN_ROUTES.abort,
    adminAbortSchema,
    bodyBoundsOf(adminAbortSchema),
    {
      uploads: many(1_000, () => ({ objectKey: key, uploadId: 'u'.repeat(1_024) })),
      dryRun: false,
    },
  ],
  [
    ADMIN_ROUTES.deleteObjects,
    deleteObjectsSchema,
    bodyBoundsOf(deleteObjectsSchema),
    { objects: many(1_000, () => ({ objectKey: key })) },
  ],
  [
    ADMIN_ROUTES.sendWebhooks,
    sendWebhooksSchema,
    bodyBoundsOf(sendWebhooksSchema),
    { webhooks: many(1_000, () => ({ id: 'm'.repeat(128) })) },
  ],
  [
    ADMIN_ROUTES.doctor,
    doctorSchema,
    bodyBoundsOf(doctorSchema),
    { origin: 'https://app.example', fix: ['lifecycle', 'lifecycle'] },
  ],
];

function boundsOf(path: string): BodyBounds | undefined {
  return OPERATIONS.find((one) => one.method === 'POST' && one.path === path)?.body;
}

describe.each(LARGEST)('POST %s', (_path, schema, bounds, largest) => {
  const text = JSON.stringify(largest);

  test('the largest valid body fits', () => {
    expect(schema.safeParse(largest).error).toBeUndefined();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bounds?.maxBytes ?? 0);
    expect(parseJson(Buffer.from(text), bounds?.maxMarks ?? 0)).toEqual(largest);
  });

  test('a body with twice as many fields and items does not fit', () => {
    const twice = Buffer.from(`[${text},${text}]`.repeat(2));
    expect(() => parseJson(twice, bounds?.maxMarks ?? 0)).toThrow('too many fields and items');
  });
});

test('every POST route has bounds, and no GET route', () => {
  for (const { method, path, body } of OPERATIONS) {
    expect(body !== undefined, path).toBe(method === 'POST');
  }
});

test('texts may hold any number of brackets, colons, commas and quotes', () => {
  const value = ['[{,:'.repeat(100), '\\"[,', '\\\\', '{"'];
  // An opening bracket and three commas.
  expect(parseJson(Buffer.from(JSON.stringify(value)), 4)).toEqual(value);
  expect(() => parseJson(Buffer.from(JSON.stringify(value)), 3)).toThrow('too many');
});

test('the items of an inner list count once for the whole request, if they have a total', () => {
  const inner = z.strictObject({ list: z.array(z.int()).max(1_000) });
  const schema = z.strictObject({ outer: z.array(inner).max(100) });
  const alone = bodyBoundsOf(schema);
  const inAll = bodyBoundsOf(schema, { list: 1_000 });
  expect(alone.maxMarks).toBeGreaterThan(100_000);
  expect(inAll.maxMarks).toBeLessThan(2_000);
});
