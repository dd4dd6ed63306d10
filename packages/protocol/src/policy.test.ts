import { expect, test } from 'vitest';
import { checkFile } from './policy.ts';

const photo = { name: 'Cat.JPG', size: 1_000, type: 'image/jpeg' };

test('an empty policy lets every file pass', () => {
  expect(checkFile({}, photo)).toBeUndefined();
  expect(checkFile({ accept: [] }, photo)).toBeUndefined();
});

test('a file of exactly the allowed size passes, one byte more does not', () => {
  expect(checkFile({ maxFileSize: 1_000 }, photo)).toBeUndefined();
  expect(checkFile({ maxFileSize: 999 }, photo)).toMatchObject({
    code: 'file-too-large',
    limit: 999,
  });
});

test('a file below the smallest size is refused', () => {
  expect(checkFile({ minFileSize: 1_001 }, photo)).toMatchObject({
    code: 'file-too-small',
    limit: 1_001,
  });
});

test.each([
  [['image/jpeg'], true],
  [['IMAGE/*'], true],
  [['.jpg'], true],
  [[' .JPG '], true],
  [['*/*'], true],
  [['video/*', '.png'], false],
  [['image/png'], false],
  [['jpg'], false],
  [['image'], false],
])('accept %j lets a JPEG pass: %s', (accept, passes) => {
  const error = checkFile({ accept }, photo);
  expect(error?.code).toBe(passes ? undefined : 'type-not-allowed');
});

test('parameters of a MIME type do not matter', () => {
  const text = { name: 'a', size: 1, type: 'text/plain; charset=utf-8' };
  expect(checkFile({ accept: ['text/plain'] }, text)).toBeUndefined();
});

test('a file of unknown type fits no MIME range, but may fit by its extension', () => {
  const file = { name: 'model.step', size: 1, type: '' };
  expect(checkFile({ accept: ['image/*'] }, file)?.code).toBe('type-not-allowed');
  expect(checkFile({ accept: ['.step'] }, file)).toBeUndefined();
});
