import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

test('the picture follows the type, and the name where the type says nothing', () => {
  expect(fileKind('a.mov', 'video/quicktime')).toBe('video');
  expect(fileKind('a.png', 'image/png')).toBe('image');
  expect(fileKind('backup.tar.gz', 'application/gzip')).toBe('archive');
  expect(fileKind('REPORT.PDF', 'application/pdf')).toBe('text');
  expect(fileKind('notes', 'text/plain')).toBe('text');
  expect(fileKind('model.bin', '')).toBe('file');
});
