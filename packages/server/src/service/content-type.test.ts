import { expect, test } from 'vitest';
import { safeContentType } from './content-type.ts';

test.each(['text/plain', 'image/png', 'image/jpeg', 'video/mp4', 'audio/mpeg', 'video/x-matroska'])(
  '%s is kept, and may be shown inline',
  (type) => {
    expect(safeContentType(type)).toEqual({ contentType: type, contentDisposition: undefined });
  },
);

test.each([
  'application/pdf',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'image/tiff',
  'text/csv',
])('%s is kept, and always downloaded', (type) => {
  expect(safeContentType(type)).toEqual({ contentType: type, contentDisposition: 'attachment' });
});

test.each([
  'text/html',
  'TEXT/HTML; charset=utf-8',
  'application/xhtml+xml',
  'image/svg+xml',
  'text/xml',
  'application/xml',
  'application/rss+xml',
  'text/javascript',
  'application/javascript',
  'application/vnd.mozilla.xul+xml',
  'video/x+xml',
  'multipart/x-mixed-replace',
  'text/cache-manifest',
  'application/x-something-new',
  '',
  'image',
  'image/',
  'image/png\r\nx-amz-acl: public-read',
  'a/b/c',
  `image/${'x'.repeat(200)}`,
])('%j is stored as bytes to be downloaded', (type) => {
  expect(safeContentType(type)).toEqual({
    contentType: 'application/octet-stream',
    contentDisposition: 'attachment',
  });
});

test('parameters and case do not matter', () => {
  expect(safeContentType(' Text/Plain; charset=utf-8').contentType).toBe('text/plain');
});
