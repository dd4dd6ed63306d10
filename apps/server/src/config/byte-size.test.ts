import { expect, test } from 'vitest';
import { parseByteSize } from './byte-size.ts';

test.each([
  ['0', 0],
  ['1048576', 1_048_576],
  ['200MB', 200_000_000],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['48TiB', 48 * 1024 ** 4],
  [' 10 kB ', 10_000],
])('%j is %i bytes', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

test.each(['', 'MB', '-1', '1e9', '5 gigs', '0.5', '1 mib', '99999999999TiB'])(
  '%j is not a size',
  (text) => {
    expect(parseByteSize(text)).toBeUndefined();
  },
);
