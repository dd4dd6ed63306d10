import type { UploadPolicy } from '@slipway/core';
import { expect, test } from 'vitest';
import { english } from './english.ts';
import { createFormat } from './format.ts';
import { describePolicy } from './policy-text.ts';

const GB = 1e9;
const format = createFormat('en');
const describe = (policy: UploadPolicy) => describePolicy(policy, english, format);

test('a policy reads as one sentence', () => {
  expect(describe({ accept: ['image/*', 'video/*'], maxFileSize: 50 * GB })).toBe(
    'Images and videos, up to 50 GB each',
  );
  expect(describe({ accept: ['.pdf'], maxFiles: 1 })).toBe('PDF files. One file only');
  expect(describe({ accept: ['image/*', '.PDF ', 'application/zip'], maxFiles: 3 })).toBe(
    'Images, PDF, and ZIP files. Up to 3 files',
  );
});

test('a policy without limits accepts any type of file', () => {
  expect(describe({})).toBe('Any type of file');
  expect(describe({ accept: [] })).toBe('Any type of file');
  expect(describe({ accept: ['*/*', 'image/*'] })).toBe('Any type of file');
});

test('MIME types get the names that people know, each once', () => {
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  expect(describe({ accept: [word, '.docx', 'audio/mpeg', 'application/x-tar'] })).toBe(
    'DOCX, MP3, and TAR files',
  );
});
