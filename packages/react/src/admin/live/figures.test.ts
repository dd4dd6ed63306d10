import { expect, test } from 'vitest';
import { countErrors, ratesOf, readFigures } from './figures.ts';

const at = (minute: number, created: number) => ({
  at: minute * 60_000,
  figures: readFigures(`slipway_uploads_created_total ${created}`),
});

test('figures are the counters of the backend, and a missing counter is zero', () => {
  const figures = readFigures(`slipway_uploads_created_total 3
slipway_parts_presigned_total 12
slipway_errors_total{code="rate-limited"} 2
slipway_errors_total{code="not-found"} 5
slipway_errors_total{code="forbidden"} 0`);
  expect(figures).toEqual({
    created: 3,
    completed: 0,
    aborted: 0,
    presigned: 12,
    bytesCompleted: 0,
    errors: [
      ['not-found', 5],
      ['rate-limited', 2],
    ],
  });
  expect(countErrors(figures)).toBe(7);
});

test('rates are per minute, whatever the time between the samples', () => {
  const rates = ratesOf([at(0, 10), at(0.5, 20), at(2.5, 20)]);
  expect(rates.map(({ created }) => created)).toEqual([20, 0]);
  expect(rates.map(({ at }) => at)).toEqual([30_000, 150_000]);
});

test('a restarted backend counts from zero, and no rate is negative', () => {
  expect(ratesOf([at(0, 100), at(1, 4)]).map(({ created }) => created)).toEqual([4]);
  expect(ratesOf([at(0, 100)])).toEqual([]);
});
