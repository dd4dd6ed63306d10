import { ADMIN_ROUTES, ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { authorizeAdmin } from '../../testing/admin-stack.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload } from '../../testing/uploads.ts';

const CALLER = { 'x-user': 'alice', 'x-admin': 'root' };

/** A JSON list that repeats an item. */
const list = (item: string, count: number) => `[${`${item},`.repeat(count - 1)}${item}]`;

const file = (parts: string) => `{"name":"a","size":1,"type":"","partSize":1,"parts":${parts}}`;
const upload = (field: string, items: string) => `{"token":"t","${field}":${items}}`;

/** Each has one item too many, or the most items allowed, of which the first is wrong. */
const REFUSED: readonly (readonly [string, string, string, string])[] = [
  ['create', ROUTES.create, `{"files":${list('{}', 101)}}`, 'files: Send at most 100 items.'],
  [
    'create, in one file',
    ROUTES.create,
    `{"files":[${file(list('{}', 1_001))}]}`,
    'parts: Send at most 1000 items.',
  ],
  [
    'create, in what it accepts',
    ROUTES.create,
    `{"files":[],"accepts":${list('1', 1_000)}}`,
    'files: Send at least 1 items.',
  ],
  ['presign', ROUTES.presign, `{"uploads":${list('{}', 101)}}`, 'uploads: Send at most 100 items.'],
  [
    'presign, in one upload',
    ROUTES.presign,
    `{"uploads":[${upload('parts', list('{}', 1_001))}]}`,
    'parts: Send at most 1000 items.',
  ],
  [
    'presign, with the most uploads and parts allowed',
    ROUTES.presign,
    `{"uploads":${list(upload('parts', list('{"partNumber":0}', 10)), 100)}}`,
    'parts.0.partNumber: Send a number of at least 1.',
  ],
  [
    'complete',
    ROUTES.complete,
    `{"uploads":${list('{}', 101)}}`,
    'uploads: Send at most 100 items.',
  ],
  [
    'complete, in one upload',
    ROUTES.complete,
    `{"uploads":[${upload('etags', list('{}', 10_001))}]}`,
    'etags: Send at most 10000 items.',
  ],
  [
    'complete, with too many ETags in all',
    ROUTES.complete,
    `{"uploads":${list(upload('etags', list('{"partNumber":1,"etag":"e"}', 101)), 100)}}`,
    'At most 10000 ETags can be sent at once.',
  ],
  [
    'complete, with the most uploads and parts allowed',
    ROUTES.complete,
    `{"uploads":${list(upload('etags', list('{}', 100)), 100)}}`,
    'etags.0.partNumber: Send a number.',
  ],
  [
    'complete, with numbers and ETags that are too small',
    ROUTES.complete,
    `{"uploads":${list(upload('etags', list('{"partNumber":0,"etag":""}', 100)), 100)}}`,
    'etags.0.partNumber: Send a number of at least 1.',
  ],
  ['abort', ROUTES.abort, `{"uploads":${list('{}', 101)}}`, 'uploads: Send at most 100 items.'],
  [
    'the admin’s abort',
    ADMIN_ROUTES.abort,
    `{"uploads":${list('{}', 1_001)}}`,
    'uploads: Send at most 1000 items.',
  ],
  [
    'the admin’s abort of uploads that lack a field',
    ADMIN_ROUTES.abort,
    '{"uploads":[{"objectKey":"a"}]}',
    'uploads.0.uploadId: Send a string.',
  ],
  [
    'the admin’s abort by age',
    ADMIN_ROUTES.abort,
    '{"olderThanSeconds":"1"}',
    'olderThanSeconds: Send a number.',
  ],
  [
    'the admin’s deletion',
    ADMIN_ROUTES.deleteObjects,
    `{"objects":${list('{}', 1_001)}}`,
    'objects: Send at most 1000 items.',
  ],
  [
    'sending webhooks again',
    ADMIN_ROUTES.sendWebhooks,
    `{"webhooks":${list('{}', 1_001)}}`,
    'webhooks: Send at most 1000 items.',
  ],
  ['the doctor', ADMIN_ROUTES.doctor, `{"fix":${list('1', 3)}}`, 'fix: Send at most 2 items.'],
];

const FIELDS = Array.from({ length: 100_000 }, (_, i) => `"field-${i}":1`).join(',');

/** Each costs a parser far more than the largest valid request. */
const COSTLY: readonly (readonly [string, string])[] = [
  ['lists', list('[]', 300_000)],
  ['objects in a list', `{"uploads":${list('{}', 300_000)}}`],
  ['objects in an inner list', `{"uploads":[${upload('parts', list('{}', 300_000))}]}`],
  ['numbers', `{"fix":${list('1', 300_000)}}`],
  ['unknown fields', `{"uploads":[],${FIELDS}}`],
  ['unknown fields of an item', `{"uploads":[{"token":"t",${FIELDS}}]}`],
  ['levels', `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
];

const POST_ROUTES = [
  ROUTES.create,
  ROUTES.presign,
  ROUTES.listParts,
  ROUTES.complete,
  ROUTES.abort,
  ADMIN_ROUTES.abort,
  ADMIN_ROUTES.deleteObjects,
  ADMIN_ROUTES.doctor,
  ADMIN_ROUTES.sendWebhooks,
];

/** The longest text that was parsed as JSON during `work`, in characters. */
async function longestParsed(work: () => Promise<void>): Promise<number> {
  const parse = vi.spyOn(JSON, 'parse');
  try {
    await work();
    return Math.max(0, ...parse.mock.calls.map(([text]) => text.length));
  } finally {
    parse.mockRestore();
  }
}

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ authorizeAdmin }, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  const post = (path: string, body: string, who: Record<string, string> = CALLER) =>
    fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...who },
      body,
    });

  test.each(REFUSED)(
    'S27 a request that is too long gets 400: %s',
    async (_name, path, body, says) => {
      const answer = await post(path, body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        error: { code: 'invalid-request', message: expect.stringContaining(says) },
      });
      expect(stack.operations()).toEqual([]);
    },
  );

  test.each(POST_ROUTES)(
    'S27 %s refuses a body that is costly to parse, unparsed',
    async (path) => {
      for (const [name, body] of COSTLY) {
        const longest = await longestParsed(async () => {
          const answer = await post(path, body);
          expect([400, 413], name).toContain(answer.status);
          expect((await answer.text()).length).toBeLessThan(1_000);
        });
        expect(longest, name).toBeLessThan(1_000);
      }
      expect(stack.operations()).toEqual([]);
    },
  );

  test.each(POST_ROUTES)(
    'S27 a large body of an unknown caller costs %s no parsing',
    async (path) => {
      const text = JSON.stringify({ uploads: [{ token: 't'.repeat(1.5 * MiB) }] });
      const longest = await longestParsed(async () => {
        expect((await post(path, text, {})).status).toBe(401);
        expect((await post(path, '{', {})).status).toBe(401);
      });
      expect(longest).toBeLessThan(1_000);
    },
  );

  test('S27 a request presigns 100 uploads at most, and each part once', async () => {
    const upload = await createUpload(stack, new Uint8Array(6 * MiB));
    stack.forget();
    const one = { token: upload.token, parts: [{ partNumber: 1 }] };
    const ask = (count: number) =>
      stack.call('presign', { uploads: Array.from({ length: count }, () => one) });
    expect(await ask(100)).toMatchObject({ status: 200 });
    expect(await ask(101)).toMatchObject({
      status: 400,
      body: { error: { message: 'uploads: Send at most 100 items.' } },
    });
    const twice = { ...one, parts: [{ partNumber: 2 }, { partNumber: 1 }, { partNumber: 2 }] };
    expect(await stack.call('presign', { uploads: [twice] })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid-request', message: 'Part 2 is listed twice.' } },
    });
  });
});
