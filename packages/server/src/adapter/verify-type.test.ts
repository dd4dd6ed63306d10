import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, objectExists, putParts } from '../../testing/uploads.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

/** A picture of this many bytes. */
const sized = (start: Buffer, size: number) =>
  new Uint8Array(Buffer.concat([start, randomBytes(Math.max(0, size - start.byteLength))]));

describe.each(ADAPTERS)('%s: an object with verifyType', (adapter) => {
  const onCompleted = vi.fn();
  const onAborted = vi.fn();
  let stack: UploadStack;

  const start = (options: Partial<CommonOptions> = {}) =>
    startUploadStack({ verifyType: true, onCompleted, onAborted, ...options }, adapter);

  beforeEach(async () => {
    onCompleted.mockReset();
    onAborted.mockReset();
    stack = await start();
  });
  afterEach(() => stack.close());

  async function upload(bytes: Uint8Array, name: string, type: string, on = stack) {
    const created = await createUpload(on, bytes, { name, type });
    await putParts(on, created, bytes);
    const { token, objectKey } = created;
    return { token, objectKey, ...(await complete(on, { token })) };
  }

  test.each([100, 6 * MiB])('is accepted: %i bytes of a PNG', async (size) => {
    const { object } = await upload(sized(PNG, size), 'a.png', 'image/png');
    expect(object).toMatchObject({ size, contentType: 'image/png' });
    expect(onCompleted).toHaveBeenCalledTimes(1);
  });

  test.each([200, 6 * MiB])('is refused: %i bytes of a program as a PNG', async (size) => {
    const program = sized(Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1'), size);
    const { token, objectKey, error } = await upload(program, 'a.png', 'image/png');
    expect(error).toMatchObject({
      code: 'type-not-allowed',
      message: 'The file is not of the type that it claims: it is application/x-msdownload.',
    });
    expect(await objectExists(stack, objectKey)).toBe(false);
    expect((await complete(stack, { token })).error).toMatchObject({ code: error.code });
    expect(onCompleted).not.toHaveBeenCalled();
    expect(onAborted.mock.calls).toMatchObject([[{ objectKey, reason: 'type-not-allowed' }]]);
  });

  test('of another type of the same kind is accepted only if the policy allows it', async () => {
    expect((await upload(sized(GIF, 100), 'a.png', 'image/png')).object.size).toBe(100);
    const strict = await start({ policy: { allowedTypes: ['image/png'] } });
    try {
      const { error, objectKey } = await upload(sized(GIF, 100), 'a.png', 'image/png', strict);
      expect(error.code).toBe('type-not-allowed');
      expect(await objectExists(strict, objectKey)).toBe(false);
    } finally {
      await strict.close();
    }
  });

  describe('if the policy names extensions,', () => {
    const PROGRAM = sized(Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1'), 200);
    const PROGRAM_TYPE = 'application/x-msdownload';

    test.each<[string, CommonOptions['policy'], string, string]>([
      ['a picture', { allowedExtensions: ['.jpg'] }, 'cat.JPG', PROGRAM_TYPE],
      ['a picture, by accept', { accept: ['video/*', '.jpg'] }, 'cat.jpg', PROGRAM_TYPE],
      ['a format without signature', { allowedExtensions: ['step'] }, 'a.step', PROGRAM_TYPE],
      ['a picture, without a type', { allowedExtensions: ['.jpg'] }, 'cat.jpg', ''],
    ])('a program with the name of %s is refused', async (_what, policy, name, type) => {
      const strict = await start({ policy });
      try {
        const { error, objectKey } = await upload(PROGRAM, name, type, strict);
        expect(error.code).toBe('type-not-allowed');
        expect(await objectExists(strict, objectKey)).toBe(false);
      } finally {
        await strict.close();
      }
    });

    test('a picture with another picture’s name is accepted only if both are allowed', async () => {
      for (const [allowedExtensions, isAllowed] of [
        [['.png', '.gif'], true],
        [['.png'], false],
      ] as const) {
        const strict = await start({ policy: { allowedExtensions } });
        try {
          const { error } = await upload(sized(GIF, 100), 'a.png', 'image/png', strict);
          expect(error?.code).toBe(isAllowed ? undefined : 'type-not-allowed');
        } finally {
          await strict.close();
        }
      }
    });
  });

  describe('if the policy allows a type only by a wildcard,', () => {
    const PROGRAM = sized(Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1'), 200);
    const TEXT = new Uint8Array(Buffer.from('#!/bin/sh\nrm -rf ~\n'));
    const HTML = new Uint8Array(Buffer.from('<!doctype html><script>alert(1)</script>'));
    const SVG = new Uint8Array(Buffer.from('<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="a"/>'));
    const IMAGES: CommonOptions['policy'] = { accept: ['image/*'] };

    test.each<[string, Uint8Array, string, CommonOptions['policy']]>([
      ['text as a made-up image', TEXT, 'image/x-foo', IMAGES],
      [
        'text as a made-up image, by allowedTypes',
        TEXT,
        'image/x-foo',
        { allowedTypes: ['image/*'] },
      ],
      ['text as a made-up image of JSON', TEXT, 'image/x-foo+json', IMAGES],
      ['text as made-up audio', TEXT, 'audio/x-foo', { accept: ['audio/*', 'image/*'] }],
      ['text as a made-up video', TEXT, 'video/x-foo', { accept: ['video/*'] }],
      ['text as a made-up font', TEXT, 'font/x-foo', { accept: ['font/*'] }],
      ['noise as a made-up image', sized(Buffer.from([3, 0, 7]), 100), 'image/x-foo', IMAGES],
      ['a program as a made-up image', PROGRAM, 'image/x-foo', IMAGES],
      ['HTML as a made-up image', HTML, 'image/x-foo', IMAGES],
      ['HTML as SVG', HTML, 'image/svg+xml', IMAGES],
      ['text as SVG', TEXT, 'image/svg+xml', IMAGES],
    ])('%s is refused', async (_what, bytes, type, policy) => {
      const strict = await start({ policy });
      try {
        const { error, objectKey } = await upload(bytes, 'a', type, strict);
        expect(error?.code).toBe('type-not-allowed');
        expect(await objectExists(strict, objectKey)).toBe(false);
      } finally {
        await strict.close();
      }
    });

    test.each<[string, Uint8Array, string, string, CommonOptions['policy']]>([
      ['a picture of a made-up type', sized(PNG, 100), 'a', 'image/x-foo', IMAGES],
      ['a picture of SVG', SVG, 'a.svg', 'image/svg+xml', IMAGES],
      [
        'text of a type that is named',
        TEXT,
        'a',
        'image/x-foo',
        { accept: ['image/*', 'image/x-foo'] },
      ],
      [
        'text of an extension that is named',
        TEXT,
        'a.foo',
        'image/x-foo',
        { accept: ['image/*', '.foo'] },
      ],
      ['text of a made-up text type', TEXT, 'a', 'text/x-foo', { accept: ['text/*'] }],
      ['text, if everything is allowed', TEXT, 'a', 'image/x-foo', { accept: ['*/*'] }],
    ])('%s is accepted', async (_what, bytes, name, type, policy) => {
      const strict = await start({ policy });
      try {
        const { object } = await upload(bytes, name, type, strict);
        expect(object.size).toBe(bytes.byteLength);
        // Browsers never run it.
        if (type.includes('svg')) expect(object.contentType).toBe('application/octet-stream');
      } finally {
        await strict.close();
      }
    });
  });

  test('of no bytes is accepted', async () => {
    expect((await upload(new Uint8Array(), 'a.png', 'image/png')).object.size).toBe(0);
  });

  test('encrypted with a customer’s key is read with that key', async () => {
    const secret = await start({ object: { sseCustomerKey: randomBytes(32) } });
    try {
      const { error } = await upload(sized(GIF, 100), 'a.pdf', 'application/pdf', secret);
      expect(error.code).toBe('type-not-allowed');
    } finally {
      await secret.close();
    }
  });

  test('that cannot be read is not accepted, and a retry is possible', async () => {
    const bytes = sized(PNG, 100);
    const created = await createUpload(stack, bytes, { name: 'a.png', type: 'image/png' });
    await putParts(stack, created, bytes);
    const fault = { kind: 'answer', status: 503, code: 'SlowDown' } as const;
    stack.s3.faults.add({ operation: 'GetObject', times: 3, fault });
    const { token } = created;
    expect((await complete(stack, { token })).error.code).toBe('storage-unavailable');
    expect(onCompleted).not.toHaveBeenCalled();
    expect((await complete(stack, { token })).object.size).toBe(100);
  });

  test('is not read without the option', async () => {
    const trusting = await start({ verifyType: false });
    try {
      const text = new Uint8Array(Buffer.from('no picture'));
      expect((await upload(text, 'a.png', 'image/png', trusting)).object.size).toBe(10);
      expect(trusting.operations()).not.toContain('GetObject');
    } finally {
      await trusting.close();
    }
  });
});
