import { expect, test } from 'vitest';
import { windowOf } from './chart-window.ts';

const NOW = 1_700_000_000;

test('a chart spans the first to the latest sample', () => {
  expect(windowOf([NOW - 600, NOW - 300, NOW - 5], NOW)).toEqual([NOW - 600, NOW - 5]);
});

test('a chart of one sample or none spans a minute', () => {
  expect(windowOf([NOW - 5], NOW)).toEqual([NOW - 65, NOW - 5]);
  expect(windowOf([], NOW)).toEqual([NOW - 60, NOW]);
});
