import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { githubSlug } from '../src/github-slug.ts';
import { ROOT, readPages } from '../src/pages.ts';
import { FRONT_MATTER } from '../src/site/front-matter.ts';
import { extendMarkdown } from '../src/site/markdown.ts';
import { GUIDE, type NavigationGroup, REFERENCE } from '../src/site/navigation.ts';
import { addressOf, summaryOf, urlOf } from '../src/site/site-pages.ts';
import { STATIC_FILES } from '../src/site/static-files.ts';
import { tasksOf } from '../src/site/tasks.ts';

const repository = process.env.SLIPWAY_DOCS_REPOSITORY;
const base = process.env.SLIPWAY_DOCS_BASE ?? '/';

function sidebar(groups: readonly NavigationGroup[]): DefaultTheme.SidebarItem[] {
  return groups.map(({ text, isClosed = false, items }) => ({
    text,
    collapsed: isClosed,
    items: items.map(({ text, path }) => ({ text, link: linkOf(path) })),
  }));
}

function linkOf(path: string): string {
  const address = addressOf(path);
  if (address === undefined) throw new Error(`The site does not show ${path}.`);
  return `/${urlOf(address)}`;
}

/** All pages with the guide's navigation, except those with an entry of their own in the bar. */
const GUIDE_PAGES = '^/(?!reference/|http-api|playground|scorecard|benchmarks).';
const overview = 'docs/README.md';

export default defineConfig({
  title: 'Slipway',
  description: 'Uploads from the browser straight to S3, with pause, resume and retry.',
  lang: 'en',
  base,
  // The pages stay where they are. Their addresses are shorter.
  srcDir: ROOT,
  srcExclude: readPages()
    .map(({ path }) => path)
    .filter((path) => addressOf(path) === undefined),
  rewrites: (path) => addressOf(path) ?? path,
  // Otherwise VitePress runs each file named `config.ts` below `srcDir`.
  additionalConfig: {},
  outDir: join(ROOT, 'apps/docs/dist'),
  cacheDir: join(ROOT, 'apps/docs/.cache/vitepress'),
  head: [
    ['link', { rel: 'icon', href: `${base}favicon.svg`, type: 'image/svg+xml' }],
    ['meta', { name: 'color-scheme', content: 'light dark' }],
  ],
  transformPageData(page) {
    const text = readFileSync(join(ROOT, page.filePath), 'utf8');
    const frontmatter = { ...page.frontmatter, ...FRONT_MATTER[page.filePath] };
    return { frontmatter, title: page.title || 'Slipway', description: summaryOf(text) };
  },
  markdown: {
    anchor: { slugify: githubSlug },
    // Code hosts do not know these.
    attrs: false,
    emoji: false,
    config: (md) => extendMarkdown(md, repository),
  },
  vite: {
    publicDir: STATIC_FILES,
    plugins: [
      {
        // Compiled pages import Vue, and the root of the repository has none. Node finds it from the output's folder.
        name: 'slipway:vue-of-this-package',
        enforce: 'pre',
        resolveId(id, _importer, options) {
          if (options?.ssr && /^vue(?:\/server-renderer)?$/.test(id)) return { id, external: true };
          return undefined;
        },
      },
    ],
    server: { host: '127.0.0.1', port: 5174 },
    build: { chunkSizeWarningLimit: 4096 },
  },
  themeConfig: {
    logo: { src: '/favicon.svg', width: 24, height: 24 },
    tasks: tasksOf({ path: overview, text: readFileSync(join(ROOT, overview), 'utf8') }),
    nav: [
      { text: 'Guide', link: linkOf('docs/getting-started.md'), activeMatch: GUIDE_PAGES },
      { text: 'Playground', link: linkOf('apps/docs/site/playground.md') },
      {
        text: 'Reference',
        link: linkOf('docs/reference/core/index.md'),
        activeMatch: '/reference/',
      },
      { text: 'HTTP API', link: linkOf('docs/http-api.md') },
      { text: 'Scorecard', link: linkOf('docs/scorecard.md') },
      { text: 'Benchmarks', link: linkOf('docs/benchmarks.md') },
    ],
    sidebar: {
      '/reference/': sidebar(REFERENCE),
      '/http-api': sidebar(REFERENCE),
      '/': sidebar(GUIDE),
    },
    outline: { level: [2, 3], label: 'On this page' },
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            // "CORS" is no typing error of "core".
            fuzzy: (term: string) => (term.length > 5 ? 0.2 : false),
            // Guides explain. The reference and reports repeat the same words often.
            boostDocument: (id: string) =>
              /^[^#]*\/(?:reference\/|http-api|local-s3\/ceph|scorecard|bench)/.test(id) ? 0.4 : 1,
          },
        },
      },
    },
    externalLinkIcon: true,
  } as DefaultTheme.Config,
});
