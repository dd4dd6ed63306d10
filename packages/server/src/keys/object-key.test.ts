import { describe, expect, test } from 'vitest';
import { createObjectKeys, type ObjectKeyFunction } from './object-key.ts';
import { byteLength } from './safe-name.ts';

const file = { name: 'holiday.mp4', size: 1, type: 'video/mp4' };
const alice = { subject: 'alice' };
const now = () => Date.UTC(2026, 0, 1);
const ID = '[0-9a-hjkmnp-tv-z]{26}';

test('a key is prefix, tenant, id and name', () => {
  const keyOf = createObjectKeys({ prefix: 'in/box', now });
  expect(keyOf(file, { ...alice, tenant: 'acme' })).toMatch(
    new RegExp(`^in/box/acme/${ID}/holiday\\.mp4$`),
  );
  expect(keyOf(file, alice)).toMatch(new RegExp(`^in/box/${ID}/holiday\\.mp4$`));
});

test('an empty prefix adds no segment', () => {
  expect(createObjectKeys({ prefix: '', now })(file, alice)).toMatch(
    new RegExp(`^${ID}/holiday\\.mp4$`),
  );
});

test('keys are unique and sort by creation time', () => {
  let clock = now();
  const keyOf = createObjectKeys({ now: () => clock });
  const keys = Array.from({ length: 500 }, () => {
    clock += 1;
    return keyOf(file, alice);
  });
  expect([...keys].sort()).toEqual(keys);
  const still = createObjectKeys({ now });
  expect(new Set(Array.from({ length: 500 }, () => still(file, alice))).size).toBe(500);
});

test('spread keys are in a folder of two random characters, so that S3 can split them', () => {
  const keyOf = createObjectKeys({ keyLayout: 'spread', now });
  const keys = Array.from({ length: 5_000 }, () => keyOf(file, { ...alice, tenant: 'acme' }));
  const pattern = new RegExp(`^uploads/acme/([0-9a-hjkmnp-tv-z]{2})/${ID}/holiday\\.mp4$`);
  const folders = new Set(keys.map((key) => pattern.exec(key)?.[1]));
  expect(folders.size).toBeGreaterThan(900);
  expect(folders).not.toContain(undefined);
  // The ID of resuming on any device has a folder, which is a hash.
  expect(keyOf(file, alice, 'folder/id')).toBe('uploads/folder/id/holiday.mp4');
});

test('the longest prefix, tenant and name fit into a key', () => {
  const keyOf = createObjectKeys({ prefix: 'p'.repeat(400), keyLayout: 'spread', now });
  const key = keyOf({ ...file, name: '名'.repeat(400) }, { ...alice, tenant: 't'.repeat(256) });
  expect(byteLength(key)).toBeLessThanOrEqual(1_024);
});

const keyWith = (objectKey: ObjectKeyFunction) =>
  createObjectKeys({ objectKey, now })({ ...file, name: '../x.mp4' }, alice);

describe('the owner’s function', () => {
  test('names the object', () => {
    const key = keyWith((_file, { subject }, { id, name }) => `by/${subject}/${id}-${name}`);
    expect(key).toMatch(new RegExp(`^by/alice/${ID}-x\\.mp4$`));
  });

  test.each([
    ['', 'is empty'],
    ['/leading', 'has the segment ""'],
    ['a//b', 'has the segment ""'],
    ['trailing/', 'has the segment ""'],
    ['a/../b', 'has the segment ".."'],
    ['./a', 'has the segment "."'],
    ['a\nb', 'invisible characters'],
    ['a\u202Eb', 'invisible characters'],
    ['\ud800', 'invisible characters'],
    ['e\u0301', 'normalization form C'],
    ['é'.repeat(513), 'longer than 1024 bytes'],
  ])('is refused the key %j, and told why', (key, message) => {
    expect(() => keyWith(() => key)).toThrow(message);
  });
});

test.each(['../other', 'a/b', '', '.', 'a\0'])('the tenant %j throws', (tenant) => {
  expect(() => createObjectKeys({ now })(file, { ...alice, tenant })).toThrow('tenant');
});

test.each(['/x', 'x/', 'a/../b', 'x'.repeat(401)])('the prefix %j throws at start-up', (prefix) => {
  expect(() => createObjectKeys({ prefix, now })).toThrow('prefix');
});
