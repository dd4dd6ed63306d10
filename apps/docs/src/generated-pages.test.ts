import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderGeneratedPages } from './generated-pages.ts';
import { ROOT, readPages } from './pages.ts';

test('pages that are generated say what the sources say; `pnpm --filter @slipway/docs generate` brings them up to date', async () => {
  const pages = await renderGeneratedPages();
  for (const [path, text] of pages) expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  const kept = readPages().filter(({ path }) => path.startsWith('docs/reference/'));
  expect(kept.map(({ path }) => path).filter((path) => !pages.has(path))).toEqual([]);
});
