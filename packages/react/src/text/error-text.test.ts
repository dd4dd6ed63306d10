import { UploadError, type UploadErrorCode } from '@slipway/core';
import { ERROR_CODES } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { english } from './english.ts';
import { canRetryHelp, describeError } from './error-text.ts';
import { createFormat } from './format.ts';

const format = createFormat('en');
const codes = Object.keys(ERROR_CODES) as UploadErrorCode[];
const describe = (code: UploadErrorCode, limit?: number) =>
  describeError(new UploadError(code, { limit }), english, format);
const offers = (code: UploadErrorCode) => canRetryHelp(new UploadError(code));

test('every error code has a text: what happened, then what to do', () => {
  // No upload fails with these: one is the user's own doing, the other answers an abort.
  const others = new Set<string>(['canceled', 'already-completed']);
  for (const code of codes.filter((code) => !others.has(code))) {
    // Two sentences, or one with its advice after a colon.
    expect(describe(code), code).toMatch(/^[A-Z].+[.:] ?.+\.$/);
    expect(describe(code), code).not.toContain(code);
  }
});

test('error texts show limits in familiar units', () => {
  expect(describe('file-too-large', 5e9)).toBe(
    'This file is larger than 5 GB. Choose a smaller one.',
  );
  expect(describe('file-too-small', 1)).toBe('This file is empty. Choose another one.');
  expect(describe('too-many-files', 3)).toMatch(/^Only 3 files/);
});

test('a retry is offered if it can help, and for every error that the uploader retries by itself', () => {
  for (const code of codes) if (ERROR_CODES[code].retryable) expect(offers(code), code).toBe(true);
  expect(offers('unauthorized')).toBe(true);
  expect(offers('file-too-large')).toBe(false);
  expect(offers('type-not-allowed')).toBe(false);
});
