import { expect, test } from 'vitest';
import { findBrokenLinks } from './find-broken-links.ts';
import { ROOT, readPages } from './pages.ts';

const page = (text: string) => [{ path: 'docs/README.md', text }];

test('every link of every page has a target', () => {
  expect(findBrokenLinks(readPages(), ROOT)).toEqual([]);
});

test.each([
  '[a](nowhere.md)',
  '[a](../nowhere)',
  '![a](no.png)',
  '<img src="no.png">',
  '[a](#nothing)',
])('the check reports %s', (text) => {
  expect(findBrokenLinks(page(text), ROOT)).toHaveLength(1);
});

test.each([
  '[a](../README.md)',
  '[a](../packages/core#readme)',
  '[a](https://example.com/nowhere)',
  '[a](mailto:a@example.com)',
  '## Who’s *there*, `x`?\n[a](#whos-there-x)',
  '## Same\n## Same\n[a](#same-1)',
  '`[a](nowhere.md)`',
  '```md\n[a](nowhere.md)\n```',
])('the check accepts %j', (text) => {
  expect(findBrokenLinks(page(text), ROOT)).toEqual([]);
});
