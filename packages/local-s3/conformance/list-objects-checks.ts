import { strict as assert } from 'node:assert';
import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, holds, isError } from './check.ts';

const LIST = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html';

async function withObjects(t: CheckContext, names: readonly string[]) {
  const root = `${t.newKey().Key}/`;
  await Promise.all(
    names.map((name) =>
      t.client.send(new PutObjectCommand({ Bucket: t.bucket, Key: root + name, Body: name })),
    ),
  );
  const list = async (options: Partial<ListObjectsV2CommandInput> = {}) => {
    const input = { Bucket: t.bucket, Prefix: root, ...options };
    const page = await t.client.send(new ListObjectsV2Command(input));
    return {
      page,
      keys: (page.Contents ?? []).map(({ Key }) => Key?.slice(root.length)),
      prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix?.slice(root.length)),
    };
  };
  return { root, list };
}

/** ListObjectsV2. */
export const listObjectsChecks: readonly Check[] = [
  {
    name: 'objects are listed in the order of their UTF-8 bytes',
    doc: LIST,
    run: async (t) => {
      const { list } = await withObjects(t, ['b', 'a', 'Z', 'é', '\uffee', '😀', 'a/1', 'a.']);
      assert.deepEqual((await list()).keys, ['Z', 'a', 'a.', 'a/1', 'b', 'é', '\uffee', '😀']);
    },
  },
  {
    name: 'a listed object has ETag, size, time and storage class',
    doc: LIST,
    run: async (t) => {
      const { list } = await withObjects(t, ['hello']);
      const { page } = await list();
      const [object] = page.Contents ?? [];
      assert.deepEqual(
        [object?.ETag, object?.Size, object?.StorageClass, page.KeyCount, page.IsTruncated],
        ['"5d41402abc4b2a76b9719d911017c592"', 5, 'STANDARD', 1, false],
      );
      holds(object?.LastModified);
    },
  },
  {
    name: 'a delimiter rolls keys up into common prefixes',
    doc: LIST,
    run: async (t) => {
      const { list } = await withObjects(t, ['a/1', 'a/2', 'b', 'c/d/e']);
      const { keys, prefixes, page } = await list({ Delimiter: '/' });
      assert.deepEqual([keys, prefixes, page.KeyCount], [['b'], ['a/', 'c/'], 3]);
    },
  },
  {
    name: 'pages of one list all keys and common prefixes once',
    doc: LIST,
    run: async (t) => {
      const { list } = await withObjects(t, ['a/1', 'a/2', 'b', 'c/d', 'e']);
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const { page, keys, prefixes } = await list({
          Delimiter: '/',
          MaxKeys: 1,
          ContinuationToken,
        });
        assert.equal(keys.length + prefixes.length, 1);
        seen.push(...keys, ...prefixes);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined && seen.length < 9);
      assert.deepEqual(seen, ['a/', 'b', 'c/', 'e']);
    },
  },
  {
    name: 'start-after skips keys up to and including it',
    doc: LIST,
    run: async (t) => {
      const { root, list } = await withObjects(t, ['a', 'b', 'c']);
      assert.deepEqual((await list({ StartAfter: `${root}a` })).keys, ['b', 'c']);
    },
  },
  {
    name: 'max-keys of 0 lists nothing and is not truncated',
    run: async (t) => {
      const { list } = await withObjects(t, ['a']);
      const { keys, page } = await list({ MaxKeys: 0 });
      assert.deepEqual([keys, page.IsTruncated], [[], false]);
    },
  },
  {
    name: 'encoding-type=url encodes keys that XML cannot hold',
    doc: LIST,
    run: async (t) => {
      const { root, list } = await withObjects(t, ['a b\u0001&<']);
      const { page } = await list({ EncodingType: 'url' });
      const key = (page.Contents?.[0]?.Key ?? '').replaceAll('+', '%20');
      assert.equal(decodeURIComponent(key), `${root}a b\u0001&<`);
    },
  },
  {
    name: 'characters in a key that are special to XML are returned unchanged',
    run: async (t) => {
      const { list } = await withObjects(t, ['<a>&"\'']);
      assert.deepEqual((await list()).keys, ['<a>&"\'']);
    },
  },
  {
    name: 'fetch-owner adds the owner',
    doc: LIST,
    run: async (t) => {
      const { list } = await withObjects(t, ['a']);
      assert.equal((await list()).page.Contents?.[0]?.Owner, undefined);
      holds((await list({ FetchOwner: true })).page.Contents?.[0]?.Owner?.ID);
    },
  },
  ...[
    { 'max-keys': '-1' },
    { 'max-keys': 'many' },
    { 'continuation-token': 'no token' },
    { 'encoding-type': 'base64' },
  ].map(
    (query): Check => ({
      name: `ListObjectsV2 with ${new URLSearchParams(query as Record<string, string>)} is InvalidArgument`,
      run: async (t) =>
        isError(
          await t.raw({
            method: 'GET',
            path: `/${t.bucket}`,
            query: { 'list-type': '2', ...(query as Record<string, string>) },
          }),
          400,
          'InvalidArgument',
        ),
    }),
  ),
];
