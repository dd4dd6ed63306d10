import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

/**
 * The blocks of code that a page gives a title, such as `server.ts`, by title.
 *
 * @param {string} page its path from the repository's root
 * @returns {Map<string, string>}
 */
export function readTitledBlocks(page) {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const found = [...text.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm)];
  return new Map(found.map(([, title = '', code = '']) => [title, code]));
}
