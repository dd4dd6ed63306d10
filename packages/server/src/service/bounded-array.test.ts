import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { boundedArray } from './bounded-array.ts';

/** An array of numbers, and the number of items that it has checked. */
function counting(bounds: { readonly max: number }) {
  let checks = 0;
  const item = z.unknown().superRefine((value, context) => {
    checks += 1;
    if (typeof value !== 'number') context.addIssue('is no number');
  });
  return { schema: boundedArray(item, bounds), checks: () => checks };
}

test('an array within its bounds is parsed item by item', () => {
  const schema = boundedArray(z.string().trim(), { min: 1, max: 3 });
  expect(schema.parse([' a', 'b ', 'c'])).toEqual(['a', 'b', 'c']);
  expect(boundedArray(z.string(), { max: 2 }).parse([])).toEqual([]);
});

test('an array that is too long has one issue, and no item is checked', () => {
  const { schema, checks } = counting({ max: 3 });
  const { error } = schema.safeParse(Array.from({ length: 1_000 }, () => 'x'));
  expect(error?.issues).toMatchObject([{ code: 'too_big', maximum: 3, path: [] }]);
  expect(checks()).toBe(0);
});

test('an array stops at its first item that fails', () => {
  const { schema, checks } = counting({ max: 1_000 });
  const { error } = schema.safeParse([1, 2, 'x', 'y', 'z']);
  expect(error?.issues).toMatchObject([{ message: 'is no number', path: [2] }]);
  expect(checks()).toBe(3);
});

test('a refinement never sees an array with unchecked items', () => {
  // After an item that is too small, zod would still run later checks.
  const whole = z
    .strictObject({ items: boundedArray(z.strictObject({ size: z.int().min(1) }), { max: 9 }) })
    .refine(({ items }) => items.every(({ size }) => size > 0));
  const { error } = whole.safeParse({ items: [{ size: 0 }, null] });
  expect(error?.issues).toMatchObject([{ code: 'too_small', path: ['items', 0, 'size'] }]);
});

describe('an array is refused', () => {
  test.each([
    ['too short', [], { code: 'too_small', minimum: 1 }],
    ['an object with a length', { length: 2 }, { code: 'invalid_type', expected: 'array' }],
    ['a text', 'ab', { code: 'invalid_type', expected: 'array' }],
    ['nothing', undefined, { code: 'invalid_type', expected: 'array' }],
  ])('%s', (_name, value, issue) => {
    const { error } = boundedArray(z.string(), { min: 1, max: 3 }).safeParse(value);
    expect(error?.issues).toMatchObject([issue]);
  });
});

test('an async check throws, because it is a mistake in the schema', () => {
  const slow = z.string().refine(async () => true);
  expect(() => boundedArray(slow, { max: 3 }).safeParse(['a'])).toThrow(z.core.$ZodAsyncError);
});

test('JSON Schema includes the bounds of an array and of its copies', () => {
  const schema = boundedArray(z.string(), { min: 1, max: 3 });
  const expected = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 };
  for (const one of [
    schema,
    schema.describe('some'),
    z.strictObject({ some: schema }).shape.some,
  ]) {
    expect(z.toJSONSchema(one, { io: 'input' })).toMatchObject(expected);
    expect(z.toJSONSchema(one, { io: 'output' })).toMatchObject(expected);
  }
  expect(z.toJSONSchema(boundedArray(z.string(), { max: 3 }))).not.toHaveProperty('minItems');
});

test('a copy stops at its first item that fails', () => {
  const { schema, checks } = counting({ max: 3 });
  expect(schema.describe('some').safeParse(['a', 'b']).error?.issues).toHaveLength(1);
  expect(checks()).toBe(1);
});
