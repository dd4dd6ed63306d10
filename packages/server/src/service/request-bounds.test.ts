import { MAX_METADATA_BYTES } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findUnbounded } from '../../testing/find-unbounded.ts';
import * as adminSchemas from '../admin/admin-schemas.ts';
import { ROUTE_DOCS } from '../openapi/route-docs.ts';
import { boundedArray } from './bounded-array.ts';
import * as requestSchemas from './request-schemas.ts';

const SCHEMAS: readonly (readonly [string, z.ZodType])[] = Object.entries({
  ...requestSchemas,
  ...adminSchemas,
});

test.each(SCHEMAS)(
  'every array in %s has a maximum, and reports at most one fault',
  (name, schema) => {
    expect(findUnbounded(schema, name)).toEqual([]);
  },
);

test('the list covers the schemas of all requests', () => {
  const walked = new Set(SCHEMAS.map(([, schema]) => schema));
  const asked = ROUTE_DOCS.flatMap(({ query, request }) => query ?? request?.schema ?? []);
  expect(asked.length).toBeGreaterThanOrEqual(12);
  expect(asked.filter((schema) => !walked.has(schema))).toEqual([]);
});

describe('the search for unbounded arrays finds', () => {
  const text = z.string();
  test.each([
    ['an array without a maximum', z.array(text), ['.it has no maximum']],
    ['one with a minimum alone', z.array(text).min(1), ['.it has no maximum']],
    ['one that may be missing', z.array(text).readonly().optional(), ['.it has no maximum']],
    [
      'an array within another',
      boundedArray(z.strictObject({ deep: z.array(text) }), { max: 2 }),
      ['.it[].deep has no maximum'],
    ],
    ['one of two shapes', z.union([text, z.array(text)]), ['.it has no maximum']],
    ['one behind a pipe', text.transform((t) => [t]).pipe(z.array(text)), ['.it has no maximum']],
    ['one behind a getter', z.lazy(() => z.array(text)), ['.it has no maximum']],
    ['a tuple that goes on', z.tuple([text], text), ['.it has no maximum']],
    ['a record', z.record(text, text), ['.it has no maximum']],
    ['what may be anything', z.unknown(), ['.it has no maximum']],
    [
      'a maximum that is checked after the items',
      z
        .array(text)
        .refine(() => true)
        .max(2),
      [
        '.it looks at the items of an array that is too long',
        '.it finds more than one fault in an array that is too long',
      ],
    ],
    [
      'a long array that continues after a fault',
      z.array(text).max(1_001),
      ['.it looks at items after one that is wrong'],
    ],
    [
      'an array that continues after a fault within another',
      z.array(z.strictObject({ deep: z.array(text).max(2) })).max(2),
      ['.it[].deep looks at items after one that is wrong'],
    ],
  ])('%s', (_name, planted, findings) => {
    const schema = z.strictObject({ fine: boundedArray(text, { max: 2 }), it: planted });
    expect(findUnbounded(schema)).toEqual(findings);
  });

  test('nothing in a bounded schema, and reports schemas that it does not know', () => {
    expect(findUnbounded(z.strictObject({ it: boundedArray(text, { max: 2 }) }))).toEqual([]);
    expect(() => findUnbounded(z.promise(text))).toThrow('is it bounded?');
  });
});

test('metadata with too many names is refused before any name is read', () => {
  const names = Array.from({ length: MAX_METADATA_BYTES + 1 }, (_, i) => [`n${i}`, '']);
  let reads = 0;
  const watched = (entries: readonly (readonly string[])[]) =>
    new Proxy(Object.fromEntries(entries), {
      get(target, name, receiver) {
        reads += 1;
        return Reflect.get(target, name, receiver);
      },
    });
  const file = { name: 'a', size: 1, type: '', partSize: 1 };
  const parse = (metadata: object) =>
    requestSchemas.createRequestSchema.safeParse({ files: [{ ...file, metadata }] });
  const { error } = parse(watched(names));
  expect(error?.issues).toMatchObject([{ path: ['files', 0, 'metadata'] }]);
  expect(error?.issues[0]?.message).toBe('Send at most 1900 names.');
  expect(reads).toBe(0);
  expect(parse(watched(names.slice(1))).success).toBe(true);
});
