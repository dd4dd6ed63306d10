import { S3_LIMITS } from '@slipway/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createResumeFolders, prefixOf, type ResumeFolder, readPartSize } from './resume-folder.ts';

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

test('every ID is new and holds its part size', () => {
  const folder = folderOf('alice');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: S3_LIMITS.maxPartSize }), (partSize) => {
      const [one, two] = [folder.createId(partSize, 0), folder.createId(partSize, 0)];
      expect(one).not.toBe(two);
      for (const objectKey of [`uploads/${one}/a.mp4`, `${two}00`, two]) {
        expect(readPartSize(folder, objectKey)).toBe(partSize);
      }
    }),
  );
});

test('a key of another folder, or of no folder, has no part size', () => {
  const folder = folderOf('alice');
  const other = folderOf('bob').createId(5, 0);
  for (const objectKey of [other, `uploads/${folder.name}/a.mp4`, `uploads/${folder.name}`, '']) {
    expect(readPartSize(folder, objectKey)).toBeUndefined();
  }
});

test('the prefix of a key ends with its folder', () => {
  const folder = folderOf('alice');
  const objectKey = `uploads/acme/${folder.createId(5, 0)}/a.mp4`;
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
