import { ADMIN_ROUTES, ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { authorizeAdmin } from '../../testing/admin-stack.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload } from '../../testing/uploads.ts';

/** A JSON list that repeats an item. */
const list = (item: string, count: number) => `[${`${item},`.repeat(count - 1)}${item}]`;

const file = (parts: string) => `{"name":"a","size":1,"type":"","partSize":1,"parts":${parts}}`;
const upload = (field: string, items: string) => `{"token":"t","${field}":${items}}`;

/** Each is within the body limit of 2 MiB. */
const HUGE: readonly (readonly [string, string, string, string])[] = [
  ['create', ROUTES.create, `{"files":${list('{}', 680_000)}}`, 'files: Send at most 100 items.'],
  [
    'create, in one file',
    ROUTES.create,
    `{"files":[${file(list('{}', 680_000))}]}`,
    'parts: Send at most 1000 items.',
  ],
  [
    'create, in what it accepts',
    ROUTES.create,
    `{"files":[],"accepts":${list('1', 1_000_000)}}`,
    'files: Send at least 1 items.',
  ],
  [
    'presign',
    ROUTES.presign,
    `{"uploads":${list('{}', 680_000)}}`,
    'uploads: Send at most 100 items.',
  ],
  [
    'presign, in one upload',
    ROUTES.presign,
    `{"uploads":[${upload('parts', list('{}', 680_000))}]}`,
    'parts: Send at most 1000 items.',
  ],
  [
    'presign, with the most uploads and parts allowed',
    ROUTES.presign,
    `{"uploads":${list(upload('parts', list('{"partNumber":0}', 1_000)), 100)}}`,
    'parts.0.partNumber: Send a number of at least 1.',
  ],
  [
    'complete',
    ROUTES.complete,
    `{"uploads":${list('{}', 680_000)}}`,
    'uploads: Send at most 100 items.',
  ],
  [
    'complete, in one upload',
    ROUTES.complete,
    `{"uploads":[${upload('etags', list('{}', 680_000))}]}`,
    'etags: Send at most 10000 items.',
  ],
  [
    'complete, with the most uploads and parts allowed',
    ROUTES.complete,
    `{"uploads":${list(upload('etags', list('{}', 6_800)), 100)}}`,
    'etags.0.partNumber: Send a number.',
  ],
  [
    'complete, with numbers and ETags that are too small',
    ROUTES.complete,
    `{"uploads":${list(upload('etags', list('{"partNumber":0,"etag":""}', 750)), 100)}}`,
    'etags.0.partNumber: Send a number of at least 1.',
  ],
  ['abort', ROUTES.abort, `{"uploads":${list('{}', 680_000)}}`, 'uploads: Send at most 100 items.'],
  [
    'the admin’s abort',
    ADMIN_ROUTES.abort,
    `{"uploads":${list('{}', 680_000)}}`,
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
    `{"objects":${list('{}', 680_000)}}`,
    'objects: Send at most 1000 items.',
  ],
  [
    'the doctor',
    ADMIN_ROUTES.doctor,
    `{"fix":${list('1', 1_000_000)}}`,
    'fix: Send at most 2 items.',
  ],
];

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ authorizeAdmin }, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  test.each(HUGE)('S27 a huge request gets 400: %s', async (_name, path, body, says) => {
    expect(body.length).toBeLessThan(2 * MiB);
    const answer = await fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': 'alice', 'x-admin': 'root' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: 'invalid-request', message: says },
    });
    expect(stack.operations()).toEqual([]);
  });

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

  test('S27 a request with 100,000 unknown fields gets 400 with a short message', async () => {
    const fields = Array.from({ length: 100_000 }, (_, i) => `"field-${i}":1`).join(',');
    for (const body of [`{"uploads":[],${fields}}`, `{"uploads":[{"token":"t",${fields}}]}`]) {
      const { status, body: answer } = await stack.call('abort', body);
      expect(status).toBe(400);
      expect(JSON.stringify(answer).length).toBeLessThan(1_000);
    }
  });
});
