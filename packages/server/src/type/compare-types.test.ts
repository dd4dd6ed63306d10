import { expect, test } from 'vitest';
import { compareTypes, contradictsExtension } from './compare-types.ts';
import { detectType } from './detect-type.ts';

/** The first bytes of each kind of file. */
const STARTS = {
  png: [
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...text('\0\0\0\rIHDR\0\0\0\u0001\0\0\0\u0001'),
    ...zeros(8),
    ...text('\0\0\0\0IDAT'),
  ],
  jpeg: [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, ...text('JFIF')],
  gif: text('GIF89a/*<script>alert(1)</script>*/'),
  pdf: text('%PDF-1.7\n'),
  exe: text('MZ\u0090\0\u0003\0'),
  zip: [...text('PK\u0003\u0004'), ...zeros(26)],
  cfb: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  mp4: [...text('\0\0\0\u0018ftypisom'), ...zeros(16)],
  mov: [...text('\0\0\0\u0014ftypqt  '), ...zeros(16)],
  webm: [0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, ...text('webm')],
  wav: [...text('RIFF'), 0, 0, 0, 0, ...text('WAVEfmt ')],
  mp3: text('ID3\u0003\0\0\0\0\u007f\0'),
  gzip: [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3],
  rtf: text('{\\rtf1\\ansi'),
  xml: text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  html: text('<!doctype html><script>alert(1)</script>'),
  words: text('Dear all, nothing to see here.'),
  utf16: [0xff, 0xfe, 0x44, 0, 0x65, 0],
  noise: [3, 0, 7, 1, 0, 9, 200, 0, 31, 66],
} as const;

function text(characters: string): number[] {
  return [...Buffer.from(characters, 'latin1')];
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

async function compare(start: keyof typeof STARTS, type: string, name = 'file') {
  // Pads the start like a real file. A signature at the very end of the bytes does not count.
  const padding = Buffer.alloc(512, ' ');
  const { seen, known } = await detectType(Buffer.concat([Buffer.from(STARTS[start]), padding]));
  return compareTypes({ name, type }, seen, known);
}

test.each<[keyof typeof STARTS, string]>([
  ['png', 'image/png'],
  ['png', 'IMAGE/X-PNG; q=1'],
  ['jpeg', 'image/jpeg'],
  ['jpeg', 'image/pjpeg'],
  ['gif', 'image/gif'],
  ['pdf', 'application/pdf'],
  ['pdf', 'application/x-pdf'],
  ['exe', 'application/x-msdownload'],
  ['zip', 'application/zip'],
  ['zip', 'application/x-zip-compressed'],
  ['zip', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['zip', 'application/epub+zip'],
  ['zip', 'application/x-format-of-our-own'],
  ['cfb', 'application/msword'],
  ['cfb', 'application/vnd.ms-excel'],
  ['rtf', 'application/msword'],
  ['rtf', 'text/rtf'],
  ['mp4', 'video/mp4'],
  ['mp4', 'video/x-m4v'],
  ['wav', 'audio/x-wav'],
  ['wav', 'audio/vnd.wave'],
  ['mp3', 'audio/mp3'],
  ['gzip', 'application/x-gzip'],
  ['gzip', 'application/x-compressed-tar'],
  ['xml', 'image/svg+xml'],
  ['xml', 'text/xml'],
  ['xml', 'application/rss+xml'],
  ['html', 'text/html'],
  ['html', 'text/plain'],
  ['words', 'text/csv'],
  ['words', 'application/json'],
  ['words', 'model/stl'],
  ['words', 'application/x-format-of-our-own'],
  ['utf16', 'text/plain'],
  ['noise', 'application/x-format-of-our-own'],
  ['noise', 'application/octet-stream'],
  ['noise', ''],
])('%s fits a file with type %s', async (start, type) => {
  expect(await compare(start, type)).toBe('fits');
});

test.each<[keyof typeof STARTS, string]>([
  ['jpeg', 'image/png'],
  ['gif', 'image/svg+xml'],
  ['mov', 'video/mp4'],
  ['webm', 'audio/webm'],
  ['mp3', 'audio/wav'],
])('%s is kin to type %s', async (start, type) => {
  expect(await compare(start, type)).toBe('kin');
});

test.each<[keyof typeof STARTS, string]>([
  ['exe', 'image/png'],
  ['exe', 'video/mp4'],
  ['exe', 'text/plain'],
  ['exe', 'application/pdf'],
  ['exe', 'application/x-format-of-our-own'],
  ['html', 'image/png'],
  ['html', 'application/pdf'],
  ['html', 'application/zip'],
  ['words', 'image/jpeg'],
  ['words', 'video/mp4'],
  ['noise', 'image/gif'],
  ['noise', 'text/plain'],
  ['noise', 'application/json'],
  ['pdf', 'image/jpeg'],
  ['png', 'video/mp4'],
  ['png', 'application/pdf'],
  ['png', 'text/csv'],
  ['zip', 'application/pdf'],
  ['zip', 'image/png'],
  ['cfb', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
])('%s lies about type %s', async (start, type) => {
  expect(await compare(start, type)).toBe('lies');
});

test.each<[keyof typeof STARTS, string, string]>([
  ['png', 'cat.PNG', 'fits'],
  ['jpeg', 'cat.jpeg', 'fits'],
  ['mov', 'cat.mov', 'fits'],
  ['noise', 'cat.step', 'fits'],
  ['words', 'README', 'fits'],
  ['zip', 'letter.docx', 'kin'],
  ['exe', 'cat.step', 'kin'],
  ['exe', 'cat.png', 'lies'],
  ['jpeg', 'cat.png', 'lies'],
  ['words', 'cat.pdf', 'lies'],
])('%s without a type: the name %s %s', async (start, name, comparison) => {
  expect(await compare(start, '', name)).toBe(comparison);
});

test.each<[keyof typeof STARTS, string, boolean]>([
  ['jpeg', 'cat.jpg', false],
  ['jpeg', 'cat.jfif', false],
  ['zip', 'letter.docx', false],
  ['words', 'notes.txt', false],
  ['noise', 'part.step', false],
  ['pdf', 'drawing.ai', false],
  ['exe', 'setup.exe', false],
  ['jpeg', 'cat.png', true],
  ['exe', 'cat.jpg', true],
  ['exe', 'notes.txt', true],
  ['exe', 'part.step', true],
  ['exe', 'README', true],
  ['words', 'cat.jpg', true],
])('whether %s contradicts the name %s: %s', async (start, name, contradicts) => {
  const padding = Buffer.alloc(512, ' ');
  const { seen, known } = await detectType(Buffer.concat([Buffer.from(STARTS[start]), padding]));
  expect(contradictsExtension(name, seen, known)).toBe(contradicts);
});
