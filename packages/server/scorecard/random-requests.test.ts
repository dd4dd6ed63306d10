import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../src/service/operations.ts';
import { ADAPTERS } from '../testing/adapters.ts';
import { authorizeAdmin } from '../testing/admin-stack.ts';
import { fullBody, ROUTES_WITH_BODIES } from '../testing/requests.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { createUpload } from '../testing/uploads.ts';

const RUNS = 200;
/** A request that is not answered by then is never answered. */
const HANG_MS = 20_000;
const HEADERS = { 'content-type': 'application/json', 'x-user': 'alice', 'x-admin': 'root' };

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const deep = (depth: number) =>
  Array.from({ length: depth }).reduce<Json>((inner) => [inner], 'bottom');

/** What no schema expects: other types, other sizes, names of prototypes, depth. */
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
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
    [],
    {},
    [[]],
    [null],
    [{}],
    deep(50),
    deep(500),
    JSON.parse('{"__proto__":{"subject":"bob"}}'),
    JSON.parse('{"toString":1,"length":-1,"then":{}}'),
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom<Json>(1, 'a', null, {}), { maxLength: 1_200 }),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** One change of a body: at its `at`-th place, counted through all levels. */
const change = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  at: fc.nat(200),
  name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'bucket', 'token', 'length', 'error')),
  value: odd,
  times: fc.constantFrom(2, 5, 101, 1_001),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** A body of more lists and objects than this does not become longer. */
const MAX_REPEATED = 100;

/** Every list and object in a body. */
function containersOf(value: unknown): (unknown[] | Record<string, unknown>)[] {
  if (typeof value !== 'object' || value === null) return [];
  const container = value as unknown[] | Record<string, unknown>;
  return [container, ...Object.values(container).flatMap(containersOf)];
}

function changed(body: object, changes: readonly Change[]): object {
  const copy = structuredClone(body);
  for (const { kind, at, name, value: shared, times } of changes) {
    // A copy: the next change may be inside of it.
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
      // Repetitions of repetitions of repetitions fill the memory.
      if (containers.length > MAX_REPEATED) continue;
      container.push(...Array.from({ length: times }, () => structuredClone(container[0])));
    } else {
      Reflect.set(container, key, value);
    }
  }
  return copy;
}

/** The query of a GET: fields that some routes know, and others. */
const query = fc
  .dictionary(
    fc.oneof(
      fc.constantFrom('prefix', 'owner', 'olderThan', 'olderThanSeconds', 'limit', 'cursor'),
      fc.constantFrom('details', 'objectKey', 'uploadId', 'bucket', '__proto__', 'toString'),
      fc.string({ unit: 'binary' }),
    ),
    fc.oneof(
      odd.map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary' }),
    ),
    { maxKeys: 4 },
  )
  .map((fields) => new URLSearchParams(fields).toString().slice(0, 8_000));

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  const bases = new Map<string, object[]>();
  beforeAll(async () => {
    stack = await startUploadStack(
      { authorizeAdmin, metadataNames: ['title'], smallFiles: 'post' },
      adapter,
    );
    const tokens = [];
    for (const size of [6 * MiB, 1, 0]) {
      tokens.push((await createUpload(stack, new Uint8Array(size))).token);
    }
    const bodies = tokens.flatMap((token) =>
      ROUTES_WITH_BODIES.map((route) => fullBody(route, token)),
    );
    const admins = [
      { uploads: [{ objectKey: 'uploads/a/b', uploadId: 'u' }] },
      { olderThanSeconds: 3_600, dryRun: true },
    ];
    for (const { path } of OPERATIONS) bases.set(path, path.startsWith('/admin') ? admins : bodies);
  });
  afterAll(() => stack.close());

  test.each(OPERATIONS.map(({ method, path }) => [method, path]))(
    `${RUNS} requests of random JSON make %s %s neither fail with 500 nor hang`,
    async (method, path) => {
      const bodies = bases.get(path) ?? [];
      const body = fc.oneof(
        { weight: 1, arbitrary: fc.json() },
        { weight: 1, arbitrary: fc.string() },
        { weight: 8, arbitrary: mutationsOf(bodies) },
      );
      await fc.assert(
        fc.asyncProperty(method === 'GET' ? query : body, async (text) => {
          const url = method === 'GET' ? `${path}?${text}` : path;
          const response = await fetch(`${stack.url}${url}`, {
            method,
            headers: HEADERS,
            ...(method === 'POST' && { body: text }),
            signal: AbortSignal.timeout(HANG_MS),
          });
          const answer = (await response.json()) as { readonly error?: { readonly code: string } };
          expect(response.status).toBeLessThan(500);
          expect(JSON.stringify(answer)).not.toContain('internal-error');
          if (!response.ok) expect(answer.error?.code).toEqual(expect.any(String));
        }),
        { numRuns: RUNS },
      );
    },
    120_000,
  );
});

function mutationsOf(bodies: readonly object[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...bodies), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([body, changes]) => JSON.stringify(changed(body, changes)));
}
