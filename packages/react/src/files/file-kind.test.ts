import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

test('the icon of a file follows its type, or its name when the type is unknown', () => {
  expect(fileKind('a.mov', 'video/quicktime')).toBe('video');
  expect(fileKind('a.png', 'image/png')).toBe('image');
  expect(fileKind('backup.tar.gz', 'application/gzip')).toBe('archive');
  expect(fileKind('REPORT.PDF', 'application/pdf')).toBe('text');
  expect(fileKind('notes', 'text/plain')).toBe('text');
  expect(fileKind('model.bin', '')).toBe('file');
});
