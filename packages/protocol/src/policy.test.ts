import { describe, expect, test } from 'vitest';
import { acceptOf, checkFile } from './policy.ts';

const photo = { name: 'Cat.JPG', size: 1_000, type: 'image/jpeg' };

test('an empty policy allows every file', () => {
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

test('a policy ignores the parameters of a MIME type', () => {
  const text = { name: 'a', size: 1, type: 'text/plain; charset=utf-8' };
  expect(checkFile({ accept: ['text/plain'] }, text)).toBeUndefined();
});

test('a file of unknown type matches no MIME range, but can match by its extension', () => {
  const file = { name: 'model.step', size: 1, type: '' };
  expect(checkFile({ accept: ['image/*'] }, file)?.code).toBe('type-not-allowed');
  expect(checkFile({ accept: ['.step'] }, file)).toBeUndefined();
});

describe('allowed types and extensions', () => {
  test.each([
    [{ allowedTypes: ['image/*'] }, true],
    [{ allowedTypes: ['image/png', 'image/jpeg'] }, true],
    [{ allowedTypes: ['video/*'] }, false],
    [{ allowedExtensions: ['.jpg'] }, true],
    [{ allowedExtensions: ['JPG', ' png '] }, true],
    [{ allowedExtensions: ['.jpeg'] }, false],
    [{ allowedTypes: ['image/*'], allowedExtensions: ['.jpg'] }, true],
    [{ allowedTypes: ['image/*'], allowedExtensions: ['.png'] }, false],
    [{ allowedTypes: ['video/*'], allowedExtensions: ['.jpg'] }, false],
    [{ accept: ['.jpg'], allowedTypes: ['video/*'] }, false],
    [{ accept: ['.png'], allowedTypes: ['image/*'], allowedExtensions: ['.jpg'] }, false],
    [{ allowedTypes: [], allowedExtensions: [] }, true],
  ])('%j lets a JPEG pass: %s', (policy, passes) => {
    expect(checkFile(policy, photo)?.code).toBe(passes ? undefined : 'type-not-allowed');
  });

  test('a name that ends with the letters of an extension, but without the dot, does not match', () => {
    const file = { name: 'notmp4', size: 1, type: '' };
    expect(checkFile({ allowedExtensions: ['mp4'] }, file)?.code).toBe('type-not-allowed');
  });

  test('a file of unknown type matches none of the allowed types', () => {
    const file = { name: 'a.jpg', size: 1, type: '' };
    expect(checkFile({ allowedTypes: ['image/*'] }, file)?.code).toBe('type-not-allowed');
  });
});

test.each([
  [{}, []],
  [{ accept: ['image/*', '.pdf'] }, ['image/*', '.pdf']],
  [{ allowedTypes: ['image/*'] }, ['image/*']],
  [{ allowedTypes: ['image/*'], allowedExtensions: ['jpg', '.png'] }, ['.jpg', '.png']],
  [{ accept: ['.gif'], allowedExtensions: ['jpg'] }, ['.gif']],
])('for %j a file dialog offers %j', (policy, offered) => {
  expect(acceptOf(policy)).toEqual(offered);
});
