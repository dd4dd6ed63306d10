import { posix } from 'node:path';
import { GUIDE, type NavigationGroup, REFERENCE } from './navigation.ts';
import { type SitePage, summaryOf, urlOf } from './site-pages.ts';

const INTRODUCTION = `# Slipway

> Slipway uploads files from the browser straight to S3. A widget sends the parts, and a small backend presigns the URLs.
> Uploads pause, resume and survive a reload. File bytes never pass through your server.
`;

/**
 * The file `llms.txt`: every page of the site with its address and what it is about.
 *
 * @param base the path below which the site is served
 */
export function renderLlms(pages: readonly SitePage[], base: string): string {
  const line = (text: string, page: SitePage) => {
    const summary = summaryOf(page.text);
    return `- [${text}](${posix.join(base, urlOf(page.address))})${summary && `: ${summary}`}\n`;
  };
  const section = ({ text, items }: NavigationGroup, prefix: string) => {
    const lines = items.flatMap((item) => {
      const page = pages.find(({ path }) => path === item.path);
      return page ? [line(item.text, page)] : [];
    });
    return `\n## ${prefix}${text}\n\n${lines.join('')}`;
  };
  return [
    INTRODUCTION,
    `\nAll pages in one file: ${posix.join(base, 'llms-full.txt')}\n`,
    ...GUIDE.map((group) => section(group, '')),
    ...REFERENCE.map((group) => section(group, 'Reference: ')),
  ].join('');
}

/** The file `llms-full.txt`: the text of every page, each below its address. */
export function renderLlmsFull(pages: readonly SitePage[], base: string): string {
  const texts = pages
    .filter(({ path }) => !path.startsWith('apps/docs/'))
    .map(
      ({ address, text }) =>
        `\n\n---\nPage: ${posix.join(base, urlOf(address))}\n\n${text.trim()}\n`,
    );
  return [INTRODUCTION, ...texts].join('');
}
