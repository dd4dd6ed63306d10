import { expect, test } from 'vitest';
import { readArguments } from './docs.mjs';

test('the documentation is served at the root by default', () => {
  expect(readArguments([])).toEqual({ isBuild: false, base: '/' });
});

test('the documentation can be built for a path', () => {
  expect(readArguments(['build', '--base=/docs/1.0/'])).toEqual({
    isBuild: true,
    base: '/docs/1.0/',
  });
});

test.each(['biuld', '--base=docs', '--base=/docs', '--base=https://a.example/'])(
  'the argument %s is refused with the usage',
  (argument) => {
    expect(() => readArguments([argument])).toThrow(/^Unknown argument .* Usage: npm run docs/);
  },
);
