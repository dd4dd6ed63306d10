import { MAX_PART_RUNS, S3_LIMITS } from '@slipway/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createResumeFolders,
  prefixOf,
  type ResumeFolder,
  readPartSizes,
} from './resume-folder.ts';

const bytes = fc.integer({ min: 1, max: S3_LIMITS.maxPartSize });
const counts = fc.integer({ min: 1, max: S3_LIMITS.maxPartCount });
const run = fc.record({ count: counts, size: bytes });
const sizes = fc.oneof(
  bytes.map((partSize) => ({ partSize })),
  fc
    .array(fc.oneof(run, fc.record({ count: counts, size: bytes, step: bytes })), {
      minLength: 1,
      maxLength: MAX_PART_RUNS,
    })
    .map((runs) => ({ partSize: Math.max(...runs.map(({ size }) => size)), runs })),
);

const key = (id: string) => ({ id, secret: new Uint8Array(32).fill(id.charCodeAt(0)) });

function folderOf(identity: string, id = 'a', audience = 'router'): ResumeFolder {
  const [folder] = createResumeFolders([key(id)], audience)(identity);
  if (!folder) throw new Error('There is no folder.');
  return folder;
}

test('the same file of the same caller has the same folder, but only with the same key and at the same router', () => {
  expect(folderOf('alice').name).toBe(folderOf('alice').name);
  const names = [
    folderOf('alice'),
    folderOf('bob'),
    folderOf('alice', 'b'),
    folderOf('alice', 'a', 'another router'),
  ].map(({ name }) => name);
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
});

test('each key has a folder, in the order of the keys', () => {
  const folders = createResumeFolders(
    [key('b'), key('a')],
    'router',
  )('alice').map(({ name }) => name);
  expect(folders).toEqual([folderOf('alice', 'b').name, folderOf('alice', 'a').name]);
});

test('every ID is new and holds the sizes of its parts', () => {
  const folder = folderOf('alice');
  fc.assert(
    fc.property(sizes, (chosen) => {
      const [one, two] = [folder.createId(chosen, 0), folder.createId(chosen, 0)];
      expect(one).not.toBe(two);
      for (const objectKey of [`uploads/${one}/a.mp4`, `${two}00`, two]) {
        expect(readPartSizes(folder, objectKey)).toEqual(chosen);
      }
    }),
  );
});

test('a server that knows only equal parts finds no part size for parts that differ', () => {
  const id = folderOf('alice').createId({ partSize: 9, runs: [{ count: 2, size: 9 }] }, 0);
  const [, partSize = ''] = /^\/[0-9a-z]{26}([0-9a-z]{7})/.exec(id.slice(26)) ?? [];
  expect(partSize).toBe('0000000');
});

test('a key of another folder, or of no folder, has no part sizes', () => {
  const folder = folderOf('alice');
  const other = folderOf('bob').createId({ partSize: 5 }, 0);
  for (const objectKey of [other, `uploads/${folder.name}/a.mp4`, `uploads/${folder.name}`, '']) {
    expect(readPartSizes(folder, objectKey)).toBeUndefined();
  }
});

test('the prefix of a key ends with its folder', () => {
  const folder = folderOf('alice');
  const objectKey = `uploads/acme/${folder.createId({ partSize: 5 }, 0)}/a.mp4`;
  expect(prefixOf(folder, objectKey)).toBe(`uploads/acme/${folder.name}/`);
  expect(prefixOf(folder, 'uploads/acme/a.mp4')).toBeUndefined();
});

test('every object key has its own nonce, which depends on the server’s key', () => {
  const nonces = [
    folderOf('alice').nonceOf('a'),
    folderOf('alice').nonceOf('b'),
    folderOf('alice', 'b').nonceOf('a'),
  ];
  expect(new Set(nonces).size).toBe(3);
  expect(folderOf('bob').nonceOf('a')).toBe(nonces[0]);
});
