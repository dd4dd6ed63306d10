import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const format = createFormat('en');

test('sizes are in powers of 1,000, as S3 and the settings of the backend name them', () => {
  expect(format.size(0)).toBe('0 bytes');
  expect(format.size(1)).toBe('1 byte');
  expect(format.size(999)).toBe('999 bytes');
  expect(format.size(1024)).toBe('1.02 kB');
  expect(format.size(4.25e6)).toBe('4.25 MB');
  expect(format.size(50e9)).toBe('50 GB');
  expect(format.size(48.8e12)).toBe('48.8 TB');
});

test('a limit is shown as the owner wrote it', () => {
  expect(format.limit(1e6)).toBe('1 MB');
  expect(format.limit(200e6)).toBe('200 MB');
  expect(format.limit(4.7e9)).toBe('4.7 GB');
  expect(format.limit(5 * GiB)).toBe('5\u00a0GiB');
  expect(format.limit(1.5 * MiB)).toBe('1.5\u00a0MiB');
  expect(format.limit(4)).toBe('4 bytes');
  expect(format.limit(123_456_789)).toBe('123 MB');
  expect(createFormat('de').limit(1.5 * GiB)).toBe('1,5\u00a0GiB');
});

test('a size never shows four digits', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 50 }), (bytes) => {
      expect(format.size(bytes)).not.toMatch(/\d{4}|\d,\d/);
    }),
  );
});

test('a past time is shown in the largest unit that fits', () => {
  const minute = 60_000;
  expect(format.ago(20_000)).toBe('this minute');
  expect(format.ago(5.9 * minute)).toBe('5 minutes ago');
  expect(format.ago(119 * minute)).toBe('1 hour ago');
  expect(format.ago(26 * 60 * minute)).toBe('yesterday');
  expect(createFormat('de').ago(3 * 24 * 60 * minute)).toBe('vor 3 Tagen');
  expect(format.ago(-minute)).toBe('this minute'); // The clock was set back in the meantime.
});

test('a growing size keeps its number of digits', () => {
  expect(format.runningSize(1.4e9)).toBe('1.40 GB');
  expect(format.runningSize(412e6)).toBe('412 MB');
});

test('speeds start at kilobytes and have two digits', () => {
  expect(format.speed(0)).toBe('0 kB/s');
  expect(format.speed(300)).toBe('0.3 kB/s');
  expect(format.speed(24.4e6)).toBe('24 MB/s');
});

test('durations are rounded up, and long ones are coarser', () => {
  expect(format.duration(0)).toBe('1 sec');
  expect(format.duration(9_100)).toBe('10 sec');
  expect(format.duration(16_000)).toBe('20 sec');
  expect(format.duration(55_001)).toBe('1 min');
  expect(format.duration(59 * 60_000)).toBe('59 min');
  expect(format.duration(60 * 60_000)).toBe('1 hr');
  expect(format.duration(72 * 60_000)).toBe('1 hr, 12 min');
  expect(format.duration(25.5 * 3_600_000)).toBe('1 day, 2 hr');
});

test('the time shown is never shorter than the time left', () => {
  fc.assert(
    fc.property(fc.nat({ max: 9e8 }), fc.nat({ max: 9e8 }), (a, b) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      expect(inSeconds(format.duration(less))).toBeGreaterThanOrEqual(less / 1000);
      expect(inSeconds(format.duration(less))).toBeLessThanOrEqual(
        inSeconds(format.duration(more)),
      );
    }),
  );
});

test('percents are rounded down, so that 100 % means complete', () => {
  expect(format.percent(0.9999)).toBe('99%');
  expect(format.percent(1)).toBe('100%');
  expect(format.percent(1.2)).toBe('100%');
  expect(format.percent(-1)).toBe('0%');
});

test('plurals follow the rules of the language', () => {
  const forms = { one: 'plik', few: '{n} pliki', many: '{n} plików', other: '{n} pliku' };
  const polish = createFormat('pl');
  expect([1, 2, 5, 22].map((n) => polish.plural(n, forms))).toEqual([
    'plik',
    '2 pliki',
    '5 plików',
    '22 pliki',
  ]);
  expect(format.plural(2, { other: '{n} files' })).toBe('2 files');
});

test('numbers follow the language', () => {
  expect(createFormat('de').size(1.5e9)).toBe('1,5\u00a0GB');
  expect(createFormat('ar-EG').count(12)).toBe('١٢');
});

function inSeconds(text: string): number {
  const factors: Record<string, number> = { sec: 1, min: 60, hr: 3600, day: 86400, days: 86400 };
  return text
    .split(', ')
    .map((piece) => piece.split(' '))
    .reduce((sum, [n, unit]) => sum + Number(n) * (factors[unit ?? ''] ?? Number.NaN), 0);
}
