import { expect, test } from 'vitest';
import { narrowPolicy, parseAccept } from './narrow-policy.ts';

test('a page can allow less than its backend', () => {
  const policy = { accept: ['image/*', 'video/*'], maxFiles: 10, maxFileSize: 5 };
  expect(narrowPolicy(policy, { accept: 'image/png, image/webp', maxFiles: 3 })).toEqual({
    accept: ['image/png', 'image/webp'],
    maxFiles: 3,
    maxFileSize: 5,
  });
});

test('a page cannot allow more than its backend', () => {
  const policy = { accept: ['image/png'], maxFiles: 3 };
  expect(narrowPolicy(policy, { accept: ['image/*', 'video/*'], maxFiles: 10 })).toMatchObject({
    accept: ['image/png'],
    maxFiles: 3,
  });
});

test('the policy of the backend applies where the page sets nothing', () => {
  const policy = { accept: ['image/png'], maxFiles: 3 };
  expect(narrowPolicy(policy, {})).toEqual(policy);
  expect(narrowPolicy({}, {})).toEqual({});
  expect(narrowPolicy({}, { accept: '' })).toEqual({});
});

test('the backend compares extensions with its MIME types', () => {
  expect(narrowPolicy({ accept: ['application/pdf'] }, { accept: '.pdf' }).accept).toEqual([
    '.pdf',
  ]);
  expect(narrowPolicy({ accept: ['.pdf', '.txt'] }, { accept: '.pdf' }).accept).toEqual(['.pdf']);
});

test('a page and a backend with no types in common never accept everything', () => {
  expect(narrowPolicy({ accept: ['image/*'] }, { accept: 'video/*' }).accept).toEqual(['video/*']);
});

test('parseAccept reads the accept syntax of HTML', () => {
  expect(parseAccept(' image/*,, .PDF ')).toEqual(['image/*', '.pdf']);
  expect(parseAccept(undefined)).toEqual([]);
});
