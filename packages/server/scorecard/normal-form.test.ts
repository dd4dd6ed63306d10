import { randomBytes } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, createUpload, objectExists, putParts } from '../testing/uploads.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PROGRAM = Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1');
const sized = (start: Buffer, size: number) =>
  new Uint8Array(Buffer.concat([start, randomBytes(size - start.byteLength)]));

const PADDING = ' '.repeat(300);
const TYPES = [
  'image/png',
  'IMAGE/PNG',
  ' image/png\t',
  `${PADDING}image/png`,
  `image/png${PADDING}`,
  'image/png;',
  'image/png; charset=utf-8',
  `image/png ;${PADDING}q=1`,
];
const NO_TYPES = [
  '',
  PADDING,
  'image/png\0',
  'image\0/png',
  'image',
  'image/',
  'image/p ng',
  'png',
];

/** A short form for the names of tests. */
const show = (text: string) =>
  JSON.stringify(text.replaceAll(/(.)\1{9,}/g, (run, one) => `${one}<${run.length}>`));
const shown = (texts: readonly string[]) =>
  texts.map((text): [string, string] => [show(text), text]);
const shownPairs = (pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([given, name]): [string, string, string] => [show(given), given, name]);

describe.each(ADAPTERS)('%s:', (adapter) => {
  const heard: object[] = [];
  let stack: UploadStack;
  const hear = ({ file: { name, type } }: { file: { name: string; type: string } }) => {
    heard.push({ name, type });
  };
  beforeAll(async () => {
    const policy = { allowedTypes: ['image/png', '*'], allowedExtensions: ['.png'] };
    stack = await startUploadStack(
      { verifyType: true, policy, onCreated: hear, onCompleted: hear, onAborted: hear },
      adapter,
    );
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    heard.splice(0);
  });

  async function upload(bytes: Uint8Array, name: string, type: string) {
    const created = await createUpload(stack, bytes, { name, type });
    await putParts(stack, created, bytes);
    return { ...created, ...(await complete(stack, { token: created.token })) };
  }

  describe.each([100, 6 * MiB])('of %i bytes:', (size) => {
    test.each(shown(TYPES))(
      'S32 the type %s is judged, stored and told as image/png',
      async (_shown, type) => {
        const { object } = await upload(sized(PNG, size), 'a.png', type);
        expect(object.contentType).toBe('image/png');
        const { bucket } = stack;
        const head = await stack.client.send(
          new HeadObjectCommand({ Bucket: bucket, Key: object.objectKey }),
        );
        expect(head.ContentType).toBe('image/png');
        expect(heard).toEqual([
          { name: 'a.png', type: 'image/png' },
          { name: 'a.png', type: 'image/png' },
        ]);

        const { objectKey, error } = await upload(sized(PROGRAM, size), 'a.png', type);
        expect(error).toMatchObject({ code: 'type-not-allowed' });
        expect(await objectExists(stack, objectKey)).toBe(false);
      },
    );
  });

  test.each(shown(NO_TYPES))(
    'S32 the type %s is no type, so it is unknown everywhere',
    async (_shown, type) => {
      const { object } = await upload(sized(PNG, 100), 'a.png', type);
      expect(object.contentType).toBe('application/octet-stream');
      expect(heard).toEqual([
        { name: 'a.png', type: '' },
        { name: 'a.png', type: '' },
      ]);
      // The extension is the claim then.
      const { error } = await upload(sized(PROGRAM, 100), 'a.png', type);
      expect(error).toMatchObject({ code: 'type-not-allowed' });
    },
  );

  test.each(
    shownPairs([
      ['a.png', 'a.png'],
      ['  a.png  ', 'a.png'],
      ['a.png\0', 'a.png'],
      ['a\0.png', 'a.png'],
      ['folder/a.png', 'a.png'],
      ['a.exe\u200B/..\\a.png', 'a.png'],
      ['A.PNG', 'A.PNG'],
      ['cafe\u0301.png', 'caf\u00e9.png'],
      [`${'n'.repeat(251)}.png`, `${'n'.repeat(251)}.png`],
      [`${'n'.repeat(252)}.png`, `${'n'.repeat(251)}.png`],
      [`${'n'.repeat(9_000)}.png`, `${'n'.repeat(251)}.png`],
    ]),
  )('S32 the name %s is judged, stored and told in one form', async (_shown, given, name) => {
    const { object } = await upload(sized(PNG, 100), given, 'image/png');
    expect(object.objectKey.endsWith(`/${name}`)).toBe(true);
    expect(heard).toEqual([
      { name, type: 'image/png' },
      { name, type: 'image/png' },
    ]);
  });

  test.each(shown(['a.png/', 'a.png.exe', 'a.exe\0', 'a.png/b.exe', `${'n'.repeat(9_000)}.exe`]))(
    'S32 the name %s is refused, because its stored form has another extension',
    async (_shown, name) => {
      const file = { name, type: 'image/png', size: 100, partSize: 5 * MiB };
      const { body } = await stack.call('create', { files: [file] });
      expect(body.uploads[0].error).toMatchObject({ code: 'type-not-allowed' });
    },
  );
});
