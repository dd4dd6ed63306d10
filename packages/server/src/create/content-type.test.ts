import { expect, test } from 'vitest';
import { safeContentType } from './content-type.ts';

test.each(['text/plain', 'image/png', 'image/jpeg', 'video/mp4', 'audio/mpeg', 'video/x-matroska'])(
  '%s is stored unchanged, and browsers may show it inline',
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
])('%s is stored unchanged, and browsers download it', (type) => {
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
  'application/mathml+xml',
  'image/svg+xml;charset=utf-8',
  ' image/SVG+XML ',
  'text/html;',
  'text/html, image/png',
  'image/png, text/html',
  'application/xslt+xml',
  'text/xsl',
  'text/vtt+xml',
  'application/ecmascript',
  'text/x-server-parsed-html',
  'application/x-shockwave-flash',
  'application/x-httpd-php',
  'application/vnd.wap.xhtml+xml',
  'multipart/related',
  '*/*',
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
])('%j is stored as application/octet-stream, and browsers download it', (type) => {
  expect(safeContentType(type)).toEqual({
    contentType: 'application/octet-stream',
    contentDisposition: 'attachment',
  });
});

test('parameters are dropped, and the case of a type is ignored', () => {
  expect(safeContentType(' Text/Plain; charset=utf-8').contentType).toBe('text/plain');
});
