import { relative } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { ROOT } from '../pages.ts';
import { linkTarget } from './link-target.ts';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/** What VitePress tells a plugin about the page. `realPath` is set where the page has another address. */
interface Env {
  readonly path?: string;
  readonly realPath?: string;
}

const OPEN_TABS = /^\s*<!-- tabs -->\s*$/;
const CLOSE_TABS = /^\s*<!-- \/tabs -->\s*$/;
const TITLE = /\btitle="([^"]+)"/;

/** Teaches VitePress what our Markdown has that code hosts show by themselves, or leave out. */
export function extendMarkdown(md: MarkdownRenderer, repository: string | undefined): void {
  md.core.ruler.push('slipway_links', (state) => {
    for (const token of state.tokens) {
      if (token.children) token.children = relink(token.children, pathOf(state.env), repository);
    }
  });
  md.core.ruler.push('slipway_tabs', (state) => {
    state.tokens = foldTabs(state.tokens, (type) => new state.Token(type, '', 0));
  });
  titleCode(md);
  // VitePress compiles pages as templates of Vue. Our pages show templates, but have none.
  md.renderer.rules.code_inline = (tokens, i) =>
    `<code v-pre>${md.utils.escapeHtml(tokens[i]?.content ?? '')}</code>`;
  md.renderer.rules.text = (tokens, i) =>
    md.utils.escapeHtml(tokens[i]?.content ?? '').replaceAll('{{', '&#123;&#123;');
}

function pathOf(env: Env): string {
  return relative(ROOT, env.realPath ?? env.path ?? '').replaceAll('\\', '/');
}

/** Points links at the site's pages. Of a link that leads nowhere, only the text stays. */
function relink(tokens: readonly Token[], from: string, repository: string | undefined): Token[] {
  // The start page includes parts of README.md, whose links start at the root.
  const base = from === 'apps/docs/site/index.md' ? 'README.md' : from;
  let isDropping = false;
  return tokens.filter((token) => {
    if (token.type === 'link_close' && isDropping) {
      isDropping = false;
      return false;
    }
    const href = token.type === 'link_open' ? token.attrGet('href') : null;
    if (href === null) return true;
    const target = linkTarget(base, href, repository);
    isDropping = target === undefined;
    if (target !== undefined) token.attrSet('href', target);
    return !isDropping;
  });
}

/**
 * Turns sections between `<!-- tabs -->` and `<!-- /tabs -->` into tabs, one for each heading of the first one's level.
 * Code hosts show the sections one below the other.
 */
function foldTabs(tokens: readonly Token[], create: (type: string) => Token): Token[] {
  const folded: Token[] = [];
  let rest = tokens;
  for (;;) {
    const start = rest.findIndex(({ type, content }) => isComment(type, content, OPEN_TABS));
    const end = rest.findIndex(({ type, content }) => isComment(type, content, CLOSE_TABS));
    if (start < 0 || end < start) return [...folded, ...rest];
    folded.push(...rest.slice(0, start), ...tabsOf(rest.slice(start + 1, end), create));
    rest = rest.slice(end + 1);
  }
}

function isComment(type: string, content: string, pattern: RegExp): boolean {
  return type === 'html_block' && pattern.test(content);
}

function tabsOf(tokens: readonly Token[], create: (type: string) => Token): Token[] {
  const html = (content: string): Token => Object.assign(create('html_block'), { content });
  const level = tokens.find(({ type }) => type === 'heading_open')?.tag;
  const tabs: { id: string; name: string }[] = [];
  const panels = tokens.flatMap((token, i) => {
    if (token.type !== 'heading_open' || token.tag !== level) return [token];
    const name = (tokens[i + 1]?.children ?? [])
      .filter(({ type }) => type === 'text' || type === 'code_inline')
      .map(({ content }) => content)
      .join('');
    tabs.push({ id: String(token.attrGet('id')), name: name.trim() });
    const before = tabs.length > 1 ? '</template>' : '';
    return [html(`${before}<template #tab-${tabs.length - 1}>\n`), token];
  });
  const names = JSON.stringify(tabs).replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return [html(`<SectionTabs :tabs='${names}'>\n`), ...panels, html('</template></SectionTabs>\n')];
}

/** Shows the title of a block, which is the name of its file: ` ```ts title="server.ts" `. */
function titleCode(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, i, options, env: Env, self) => {
    const block = fence?.(tokens, i, options, env, self) ?? '';
    const [, title = ''] = TITLE.exec(tokens[i]?.info ?? '') ?? [];
    // Other titles name a command for the tests.
    if (!title.includes('.')) return block;
    // In stacks.md, the first folder is the name of the stack.
    const name = pathOf(env) === 'docs/stacks.md' ? title.replace(/^[^/]+\//, '') : title;
    const text = md.utils.escapeHtml(name);
    return `<div class="titled-code"><div class="code-title" v-pre>${text}</div>${block}</div>\n`;
  };
}
