import { expect, test } from 'vitest';
import { linkTarget } from './link-target.ts';
import { renderLlms, renderLlmsFull } from './llms.ts';
import { GUIDE, REFERENCE } from './navigation.ts';
import { addressOf, readSitePages, summaryOf, urlOf } from './site-pages.ts';
import { tasksOf } from './tasks.ts';

const pages = readSitePages();
const listed = [...GUIDE, ...REFERENCE].flatMap(({ items }) => items.map(({ path }) => path));

test('the navigation names every page of the site once, except the start page', () => {
  const shown = pages.map(({ path }) => path).filter((path) => path !== 'apps/docs/site/index.md');
  expect(listed.toSorted()).toEqual(shown.toSorted());
});

test('no two pages share an address', () => {
  const addresses = pages.map(({ address }) => address);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('every page that users read is on the site', () => {
  const isRead =
    /^(?:docs\/.*|packages\/[^/]+\/(?:README|docs\/.*)|CHANGELOG)\.md$|^packages\/README\.md$/;
  const read = pages.map(({ path }) => path).filter((path) => isRead.test(path));
  expect(read.length).toBeGreaterThan(50);
  expect(read.filter((path) => addressOf(path) === undefined)).toEqual([]);
});

test('the start page has every row of the table in docs/README.md, and each of its links is a page', () => {
  const overview = pages.find(({ path }) => path === 'docs/README.md');
  const tasks = tasksOf(overview ?? { path: '', text: '' });
  const rows = overview?.text.split('\n').filter((line) => line.startsWith('|')) ?? [];
  expect(tasks).toHaveLength(rows.length - 2);
  const addresses = new Set(pages.map(({ address }) => `/${address}`));
  for (const { links } of tasks) {
    expect(links.length).toBeGreaterThan(0);
    for (const { link } of links) expect(addresses).toContain(link.replace(/#.*/, ''));
  }
});

test('llms.txt names every page with its address below the base', () => {
  const text = renderLlms(pages, '/slipway/');
  for (const { path, address } of pages) {
    if (path !== 'apps/docs/site/index.md') expect(text).toContain(`](/slipway/${urlOf(address)})`);
  }
});

test('llms-full.txt has the text of every page', () => {
  const text = renderLlmsFull(pages, '/');
  for (const page of pages.filter(({ path }) => !path.startsWith('apps/docs/'))) {
    expect(text).toContain(`Page: /${urlOf(page.address)}\n`);
    expect(text).toContain(page.text.trim());
  }
});

test('tabs that a page opens are closed, and hold headings', () => {
  for (const { path, text } of pages) {
    const marks = [...text.matchAll(/^<!-- (\/?)tabs -->$/gm)].map(([, slash]) => slash);
    expect(marks, path).toEqual(marks.map((_, i) => (i % 2 === 0 ? '' : '/')));
    for (const [, inside = ''] of text.matchAll(
      /^<!-- tabs -->\n\n([\s\S]*?)^<!-- \/tabs -->$/gm,
    )) {
      expect(inside, path).toMatch(/^#{2,3} /);
    }
  }
});

test.each([
  ['docs/s3.md', 'production.md#cors-of-the-bucket', '/production.md#cors-of-the-bucket'],
  ['docs/s3.md', '../packages/core#readme', '/core/index.md'],
  ['packages/vue/README.md', '../core', '/core/index.md'],
  ['packages/vue/README.md', '../../docs/reference/core/index.md', '/reference/core/core.md'],
  ['docs/s3.md', '#versions', '#versions'],
  ['docs/s3.md', 'https://a.example/x', 'https://a.example/x'],
])('in %s, the link %s leads to %s', (from, href, target) => {
  expect(linkTarget(from, href)).toBe(target);
});

test('a link to a file that is no page shows only its text, until the address of the repository is known', () => {
  const link = ['docs/pages.md', '../apps/web#readme'] as const;
  expect(linkTarget(...link)).toBeUndefined();
  expect(linkTarget(...link, 'https://a.example/slipway/blob/main/')).toBe(
    'https://a.example/slipway/blob/main/apps/web',
  );
});

test('a page is summarized by its first sentence', () => {
  expect(summaryOf('# A\n\nThis is `S3`. And more.\n')).toBe('This is S3.');
  expect(summaryOf('# A\n\n```sh\nnpm start. Now.\n```\n')).toBe('');
});
