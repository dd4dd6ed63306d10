import * as fc from 'fast-check';
import { MiB } from '../testing/upload-stack.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const deep = (depth: number) =>
  Array.from({ length: depth }).reduce<Json>((inner) => [inner], 'bottom');

const oddNumbers = [
  0,
  -0,
  -1,
  1,
  2,
  0.5,
  5,
  100,
  1_000,
  10_000,
  10_001,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  1e21,
  1e308,
  5e-324,
  -1e308,
  5 * MiB,
  2 ** 46,
];

const oddTexts = [
  '',
  ' ',
  '0',
  'null',
  '__proto__',
  'constructor',
  '\0',
  '\ud800',
  '\r\nx: y',
  '"',
  '\\',
  'a'.repeat(100_000),
  '漢'.repeat(20_000),
  'none',
  'crc64nvme',
  'md5',
  'AAAAAAAAAAA=',
  'post',
  '1970-01-01T00:00:00Z',
  'a.b.c.d.e',
  'arn:aws:s3:::victim',
  '../..',
  '*/*',
];

const oddStructures: Json[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [{}],
  deep(50),
  deep(500),
  JSON.parse('{"__proto__":{"subject":"bob"}}'),
  JSON.parse('{"toString":1,"length":-1,"then":{}}'),
];

/** Values that no schema expects: other types, other sizes, prototype names, deep nesting. */
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...oddNumbers, ...oddTexts, ...oddStructures),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom<Json>(1, 'a', null, {}), { maxLength: 1_200 }),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** Changes a body at position `at`, counted through all levels. */
const change = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  at: fc.nat(200),
  name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'bucket', 'token', 'length', 'error')),
  value: odd,
  times: fc.constantFrom(2, 5, 101, 1_001),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** A body with more lists and objects than this does not grow further. */
const MAX_REPEATED = 100;

/** All lists and objects in a body. */
function containersOf(value: unknown): (unknown[] | Record<string, unknown>)[] {
  if (typeof value !== 'object' || value === null) return [];
  const container = value as unknown[] | Record<string, unknown>;
  return [container, ...Object.values(container).flatMap(containersOf)];
}

function changed(body: object, changes: readonly Change[]): object {
  const copy = structuredClone(body);
  for (const { kind, at, name, value: shared, times } of changes) {
    // Copies the value, because the next change may be inside it.
    const value = structuredClone(shared);
    const containers = containersOf(copy);
    const container = containers[at % containers.length];
    if (!container) continue;
    const keys = Object.keys(container);
    const key = keys[at % Math.max(1, keys.length)];
    if (kind === 'add' || key === undefined) {
      const added = Array.isArray(container) ? String(container.length) : name;
      Object.defineProperty(container, added, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else if (kind === 'remove') {
      Reflect.deleteProperty(container, key);
    } else if (kind === 'repeat' && Array.isArray(container)) {
      // Nested repetitions would fill the memory.
      if (containers.length > MAX_REPEATED) continue;
      container.push(...Array.from({ length: times }, () => structuredClone(container[0])));
    } else {
      Reflect.set(container, key, value);
    }
  }
  return copy;
}

/** Valid requests with one to four changes each. */
export function nearly(legal: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc
    .tuple(legal, fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([body, changes]) => changed(body, changes));
}
