import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, type Route, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload, putParts } from '../../testing/uploads.ts';

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ metadataNames: ['title', 'note'] }, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  test('a request that names two hosts gets 400', async () => {
    const { hostname, port } = new URL(stack.url);
    const socket = connect(Number(port), hostname);
    const head = ['GET /api/policy HTTP/1.1', 'x-user: alice', 'Connection: close'];
    const ask = [...head, 'Host: a.example', 'Host: b.example'];
    socket.write(`${ask.join('\r\n')}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  const file = { name: 'a.bin', size: 12 * MiB, type: '', partSize: 5 * MiB };

  describe('the whole request is refused with 400, without a call to S3', () => {
    test.each(
      [
        'bucket',
        'key',
        'objectKey',
        'uploadId',
        'acl',
        'tagging',
        'storageClass',
        'x-amz-acl',
        '__proto__',
      ].flatMap((name): [Route, string, string][] => [
        ['create', name, `{"files":[{"name":"a","size":1,"type":"","partSize":1,"${name}":"x"}]}`],
        ['create', name, `{"files":[{"name":"a","size":1,"type":"","partSize":1}],"${name}":"x"}`],
        ['presign', name, `{"uploads":[{"token":"t","parts":[{"partNumber":1,"${name}":1}]}]}`],
        ['listParts', name, `{"token":"t","${name}":"x"}`],
        ['complete', name, `{"uploads":[{"token":"t","${name}":"x"}]}`],
        ['abort', name, `{"uploads":[{"token":"t","${name}":"x"}]}`],
      ]),
    )('%s with the unknown field %s', async (route, _name, body) => {
      const answer = await stack.call(route, body);
      expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-request']);
      expect(stack.operations()).toEqual([]);
    });

    test.each([0, -1, 10_001, 1.5, '5', '5abc', null, [1]])(
      'for the part number %j',
      async (partNumber) => {
        const { token } = await createUpload(stack, randomBytes(6 * MiB));
        stack.forget();
        const parts = [{ partNumber }];
        for (const [route, body] of [
          ['presign', { uploads: [{ token, parts }] }],
          ['create', { files: [{ ...file, parts }] }],
          ['complete', { uploads: [{ token, etags: [{ partNumber, etag: '"a"' }] }] }],
        ] as const) {
          expect((await stack.call(route, body)).status, route).toBe(400);
        }
        expect(stack.operations()).toEqual([]);
      },
    );

    test.each([
      ['no files', { files: [] }],
      ['101 files', { files: Array.from({ length: 101 }, () => file) }],
      ['a negative size', { files: [{ ...file, size: -1 }] }],
      ['half a byte', { files: [{ ...file, size: 0.5 }] }],
      ['a size beyond whole numbers', { files: [{ ...file, size: 2 ** 53 }] }],
      ['a number as name', { files: [{ ...file, name: 5 }] }],
      ['an unknown integrity', { files: [{ ...file, integrity: 'crc16' }] }],
      [
        'metadata with a line break',
        { files: [{ ...file, metadata: { title: 'a\r\nx-amz-acl: b' } }] },
      ],
      ['metadata that is no text', { files: [{ ...file, metadata: { title: 5 } }] }],
      ['metadata as a list', { files: [{ ...file, metadata: ['title'] }] }],
      [
        '1001 parts',
        { files: [{ ...file, parts: Array.from({ length: 1_001 }, () => ({ partNumber: 1 })) }] },
      ],
      ['a list', []],
      ['a text', '"files"'],
      ['nothing', 'null'],
    ])('for %s', async (_name, body) => {
      const answer = await stack.call('create', body);
      expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-request']);
      expect(stack.operations()).toEqual([]);
    });

    test.each([
      ['101 files', { files: [...Array.from({ length: 100 }, () => file), { ...file, size: -1 }] }],
      [
        '1001 parts over the well-formed files',
        {
          files: [
            { ...file, size: -1 },
            { ...file, parts: Array.from({ length: 501 }, () => ({ partNumber: 1 })) },
            { ...file, parts: Array.from({ length: 500 }, () => ({ partNumber: 1 })) },
          ],
        },
      ],
      ['an unknown field of the request', { files: [file, { ...file, size: -1 }], bucket: 'x' }],
      ['an unknown method', { files: [file, { ...file, size: -1 }], accepts: ['get'] }],
      ['files that are no list', { files: { 0: file } }],
    ])('for %s, with a malformed file among them', async (_name, body) => {
      const answer = await stack.call('create', body);
      expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-request']);
      expect(answer.body.error.message).not.toMatch(/^files\.\d+|^size/);
      expect(answer.body).not.toHaveProperty('uploads');
      expect(stack.operations()).toEqual([]);
    });

    test('with metadata named __proto__', async () => {
      const body = `{"files":[{"name":"a","size":1,"type":"","partSize":1,"metadata":{"__proto__":"x"}}]}`;
      expect((await stack.call('create', body)).status).toBe(400);
    });
  });

  describe('one item fails, and the others succeed', () => {
    test.each([
      ['a part beyond the plan', { parts: [{ partNumber: 4 }] }, 'There is no part 4'],
      ['parts that are too small', { partSize: 5 * MiB - 1 }, 'are not possible'],
      ['too many parts', { size: 10_001 * 5 * MiB }, 'are not possible'],
      ['parts that are too large', { partSize: 5 * 1024 * MiB + 1 }, 'are not possible'],
      ['metadata that the owner does not allow', { metadata: { owner: 'me' } }, 'is not allowed'],
      [
        'too much metadata',
        { metadata: { title: 'x'.repeat(1_000), note: 'x'.repeat(1_000) } },
        'at most 1900',
      ],
      [
        'a checksum without integrity',
        { integrity: 'none', parts: [{ partNumber: 1, checksum: 'AAAAAA==' }] },
        'without integrity',
      ],
      [
        'no checksum with integrity',
        { integrity: 'sha256', parts: [{ partNumber: 1 }] },
        'sha256 checksum',
      ],
      [
        'a checksum of another length',
        { integrity: 'sha256', parts: [{ partNumber: 1, checksum: 'AAAAAAAAAAA=' }] },
        '32 bytes',
      ],
      [
        'another spelling of a checksum',
        { integrity: 'crc32', parts: [{ partNumber: 1, checksum: 'AAAAAB==' }] },
        '4 bytes',
      ],
      [
        'a checksum that is not base64',
        { integrity: 'crc32', parts: [{ partNumber: 1, checksum: '!!!!!!==' }] },
        '4 bytes',
      ],
    ])('for %s', async (_name, change, message) => {
      const { status, body } = await stack.call('create', {
        files: [{ ...file, ...change }, file],
      });
      expect(status).toBe(200);
      expect(body.uploads[0].error).toMatchObject({
        code: 'invalid-request',
        message: expect.stringContaining(message),
        requestId: expect.any(String),
      });
      expect(body.uploads[1]).toHaveProperty('token');
    });

    test.each([
      ['metadata: ', 'metadata of half a character', { metadata: { title: '\ud800' } }, '"title"'],
      ['metadata: ', 'a metadata name in capitals', { metadata: { Title: 'a' } }, '"Title"'],
      ['metadata: ', 'metadata with a line break', { metadata: { title: 'a\r\nb' } }, '"title"'],
      ['metadata: ', 'metadata that is no text', { metadata: { title: 5 } }, '"title"'],
      ['metadata: ', 'metadata as a list', { metadata: ['title'] }, 'Send a map'],
      ['name: ', 'no name', { name: undefined }, 'Send a string'],
      ['name: ', 'a number as name', { name: 5 }, 'Send a string'],
      ['type: ', 'an overlong type', { type: 'x'.repeat(1_025) }, 'at most 1024 characters'],
      ['size: ', 'a negative size', { size: -1 }, 'at least 0'],
      ['size: ', 'half a byte', { size: 0.5 }, 'Send a whole number'],
      ['size: ', 'a size beyond whole numbers', { size: 2 ** 53 }, 'Send a number of at most'],
      ['partSize: ', 'no part size', { partSize: undefined }, 'Send a number'],
      ['integrity: ', 'an unknown integrity', { integrity: 'crc16' }, 'Send one of "crc64nvme"'],
      ['', 'an unknown field', { bucket: 'x' }, 'Leave out "bucket"'],
      ['parts.0.partNumber: ', 'part 0', { parts: [{ partNumber: 0 }] }, 'at least 1'],
      ['parts.0: ', 'a part that is a number', { parts: [1] }, 'Send an object'],
      ['parts: ', 'parts that are no list', { parts: {} }, 'Send a list'],
    ])('naming the field "%s" of a file with %s', async (field, _name, change, advice) => {
      const { status, body } = await stack.call('create', {
        files: [file, { ...file, ...change }, file],
      });
      expect(status).toBe(200);
      expect(body.uploads).toHaveLength(3);
      expect(body.uploads[0]).toHaveProperty('token');
      expect(body.uploads[1]).toEqual({
        error: {
          code: 'invalid-request',
          message: expect.stringMatching(new RegExp(`^${field}[A-Z"].*\\.$`)),
          requestId: expect.any(String),
        },
      });
      expect(body.uploads[1].error.message).toContain(advice);
      expect(body.uploads[2]).toHaveProperty('token');
    });

    test.each([[null], [5], ['file'], [[]], [[[]]]])('for a file that is %j', async (broken) => {
      const { status, body } = await stack.call('create', { files: [broken, file] });
      expect(status).toBe(200);
      expect(body.uploads[0].error).toMatchObject({
        code: 'invalid-request',
        message: expect.stringContaining('Send an object'),
      });
      expect(body.uploads[1]).toHaveProperty('token');
    });

    test('each malformed file of a batch gets its own error, in the order of the files', async () => {
      const { status, body } = await stack.call('create', {
        files: [{ ...file, size: -1 }, file, { ...file, name: 5 }, file, { ...file, type: 5 }],
      });
      expect(status).toBe(200);
      const answers = body.uploads.map(
        ({ error }: { error?: { message: string } }) => error?.message.split(':')[0] ?? 'created',
      );
      expect(answers).toEqual(['size', 'created', 'name', 'created', 'type']);
    });

    test('a malformed file and a refused one each keep their own code', async () => {
      const { body } = await stack.call('create', {
        files: [{ ...file, name: 5 }, { ...file, size: 2 ** 52 }, file],
      });
      const codes = body.uploads.map(({ error }: { error?: { code: string } }) => error?.code);
      expect(codes).toEqual(['invalid-request', 'file-too-large', undefined]);
    });

    test('for malformed items of presign, complete and abort', async () => {
      const bytes = randomBytes(6 * MiB);
      const [first, second] = [await createUpload(stack, bytes), await createUpload(stack, bytes)];
      const token = 5;
      const presigned = await stack.call('presign', {
        uploads: [
          { token: first.token, parts: [] },
          { token: first.token, parts: [{ partNumber: 1 }] },
          { token, parts: [{ partNumber: 1 }] },
        ],
      });
      expect(presigned.status).toBe(200);
      expect(presigned.body.uploads).toMatchObject([
        { error: { code: 'invalid-request', message: expect.stringMatching(/^parts: /) } },
        { parts: [{ partNumber: 1 }] },
        { error: { code: 'invalid-request', message: expect.stringMatching(/^token: /) } },
      ]);

      const etags = await putParts(stack, first, bytes);
      const completed = await stack.call('complete', {
        uploads: [
          { token: second.token, etags: [{ partNumber: 1 }] },
          { token: first.token, etags },
          { token },
        ],
      });
      expect(completed.status).toBe(200);
      expect(completed.body.uploads).toMatchObject([
        { error: { code: 'invalid-request', message: expect.stringMatching(/^etags\.0\.etag: /) } },
        { object: { size: bytes.byteLength } },
        { error: { code: 'invalid-request', message: expect.stringMatching(/^token: /) } },
      ]);

      const aborted = await stack.call('abort', {
        uploads: [{ token }, { token: second.token }, {}],
      });
      expect(aborted.status).toBe(200);
      expect(aborted.body.uploads).toMatchObject([
        { error: { code: 'invalid-request', message: expect.stringMatching(/^token: /) } },
        { aborted: true },
        { error: { code: 'invalid-request', message: expect.stringMatching(/^token: /) } },
      ]);
    });

    test('presigning a part beyond the plan', async () => {
      const { token } = await createUpload(stack, randomBytes(6 * MiB));
      stack.forget();
      const { body } = await stack.call('presign', {
        uploads: [
          { token, parts: [{ partNumber: 3 }] },
          { token, parts: [{ partNumber: 2 }] },
        ],
      });
      expect(body.uploads[0].error.code).toBe('invalid-request');
      expect(body.uploads[1].parts).toHaveLength(1);
      expect(stack.operations()).toEqual([]);
    });
  });
});
