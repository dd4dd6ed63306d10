import type { Page } from './pages.ts';

/** A fenced block of code in a page. */
export interface CodeBlock {
  readonly page: string;
  /** The line of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const FENCE = /^```(\w+)?(?:[ \t]+.*)?\n([\s\S]*?)^```[ \t]*$/gm;

/** The fenced blocks of a page, in order. It ignores blocks inside lists and quotes. */
export function findCodeBlocks({ path, text }: Page): readonly CodeBlock[] {
  return [...text.matchAll(FENCE)].map(({ index, 1: language = '', 2: code = '' }) => ({
    page: path,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code,
  }));
}
