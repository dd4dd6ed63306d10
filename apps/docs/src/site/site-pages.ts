import { readPages } from '../pages.ts';

/** One Markdown file that the site shows. */
export interface SitePage {
  /** The file's path from the repository's root. */
  readonly path: string;
  /** Its address on the site, as a Markdown path: `core/index.md` is shown at `core/`. */
  readonly address: string;
  readonly text: string;
}

/** Files whose address does not follow from their folder. */
const SINGLE: Readonly<Record<string, string>> = {
  'apps/docs/site/index.md': 'index.md',
  'apps/docs/site/playground.md': 'playground.md',
  'docs/README.md': 'overview.md',
  'packages/README.md': 'map.md',
  'apps/server/README.md': 'server/app.md',
  'apps/bench/README.md': 'bench.md',
  'deploy/README.md': 'deploy.md',
  'CHANGELOG.md': 'changelog.md',
  'SECURITY.md': 'report-a-vulnerability.md',
};

/** Folders of pages, and where the site shows them. `index` gives way to `README`, which introduces its folder. */
const FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^docs\/([^/]+\.md)$/, '$1'],
  [/^docs\/recipes\/README\.md$/, 'recipes/index.md'],
  [/^docs\/recipes\/([^/]+\.md)$/, 'recipes/$1'],
  [/^docs\/reference\/([^/]+)\/index\.md$/, 'reference/$1/$1.md'],
  [/^docs\/reference\/([^/]+)\/README\.md$/, 'reference/$1/index.md'],
  [/^docs\/reference\/(.+)$/, 'reference/$1'],
  [/^packages\/([^/]+)\/README\.md$/, '$1/index.md'],
  [/^packages\/([^/]+)\/docs\/([^/]+\.md)$/, '$1/$2'],
];

/** Where the site shows a file, or `undefined` if it does not. */
export function addressOf(path: string): string | undefined {
  const single = SINGLE[path];
  if (single !== undefined) return single;
  const folder = FOLDERS.find(([pattern]) => pattern.test(path));
  return folder && path.replace(folder[0], folder[1]);
}

/** All pages of the site, sorted by path. */
export function readSitePages(): readonly SitePage[] {
  return readPages().flatMap(({ path, text }) => {
    const address = addressOf(path);
    return address === undefined ? [] : [{ path, address, text }];
  });
}

/** The address of a page in the browser, without the base: `core/`, `security.html`. */
export function urlOf(address: string): string {
  return address.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html');
}

/** The first sentence below a page's first heading. */
export function summaryOf(text: string): string {
  const [, paragraph = ''] = /^# .+\n+((?:(?!```)[^\n#|<!][^\n]*\n?)+)/m.exec(text) ?? [];
  return /^.*?[.!?](?=\s|$)/.exec(plain(paragraph.replaceAll('\n', ' ').trim()))?.[0] ?? '';
}

function plain(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*\\]/g, '')
    .trim();
}
