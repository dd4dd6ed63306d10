import type { Page } from './pages.ts';

/** A fenced block of code in a page. */
export interface CodeBlock {
  readonly page: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  /** What the block is called, as in `ts title="server.ts"`. */
  readonly title: string | undefined;
  readonly code: string;
}

const FENCE = /^```(\w+)?(?:[ \t]+(.*))?\n([\s\S]*?)^```[ \t]*$/gm;

/** The fenced blocks of a page, in order. Blocks inside of lists or quotes are not looked for. */
export function findCodeBlocks({ path, text }: Page): readonly CodeBlock[] {
  return [...text.matchAll(FENCE)].map(
    ({ index, 1: language = '', 2: info = '', 3: code = '' }) => ({
      page: path,
      line: text.slice(0, index).split('\n').length + 1,
      language,
      title: /title="([^"]+)"/.exec(info)?.[1],
      code,
    }),
  );
}

/** What a page calls by that name. @throws Error when there is no such block, or more than one */
export function blockTitled(page: Page, title: string): CodeBlock {
  const [block, ...others] = findCodeBlocks(page).filter((one) => one.title === title);
  if (block && others.length === 0) return block;
  throw new Error(`${page.path} has to have one block titled "${title}".`);
}
