import { expect, test } from 'vitest';
import { narrowPolicy, parseAccept } from './narrow-policy.ts';

test('a page can ask for less than its backend allows', () => {
  const policy = { accept: ['image/*', 'video/*'], maxFiles: 10, maxFileSize: 5 };
  expect(narrowPolicy(policy, { accept: 'image/png, image/webp', maxFiles: 3 })).toEqual({
    accept: ['image/png', 'image/webp'],
    maxFiles: 3,
    maxFileSize: 5,
  });
});

test('a page cannot ask for more', () => {
  const policy = { accept: ['image/png'], maxFiles: 3 };
  expect(narrowPolicy(policy, { accept: ['image/*', 'video/*'], maxFiles: 10 })).toMatchObject({
    accept: ['image/png'],
    maxFiles: 3,
  });
});

test('what the page leaves out is as the backend says', () => {
  const policy = { accept: ['image/png'], maxFiles: 3 };
  expect(narrowPolicy(policy, {})).toEqual(policy);
  expect(narrowPolicy({}, {})).toEqual({});
  expect(narrowPolicy({}, { accept: '' })).toEqual({});
});

test('extensions are left to the backend to compare with its MIME types', () => {
  expect(narrowPolicy({ accept: ['application/pdf'] }, { accept: '.pdf' }).accept).toEqual([
    '.pdf',
  ]);
  expect(narrowPolicy({ accept: ['.pdf', '.txt'] }, { accept: '.pdf' }).accept).toEqual(['.pdf']);
});

test('a page and a backend with nothing in common never come to mean everything', () => {
  expect(narrowPolicy({ accept: ['image/*'] }, { accept: 'video/*' }).accept).toEqual(['video/*']);
});

test('accept is read as HTML writes it', () => {
  expect(parseAccept(' image/*,, .PDF ')).toEqual(['image/*', '.pdf']);
  expect(parseAccept(undefined)).toEqual([]);
});
