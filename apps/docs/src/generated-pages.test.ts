import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderGeneratedPages } from './generated-pages.ts';
import { ROOT, readPages } from './pages.ts';
import { RESPONSE_SCHEMAS_PATH } from './response-schemas.ts';

/** TypeDoc reads five packages, which takes a busy machine about a minute. */
const PATIENCE_MS = 300_000;

test(
  'generated files say what the sources say; `pnpm --filter @slipway/docs generate` brings them up to date',
  async () => {
    const pages = await renderGeneratedPages();
    expect([...pages.keys()]).toContain(RESPONSE_SCHEMAS_PATH);
    for (const [path, text] of pages) expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
    const kept = readPages().filter(({ path }) => path.startsWith('docs/reference/'));
    expect(kept.map(({ path }) => path).filter((path) => !pages.has(path))).toEqual([]);
  },
  PATIENCE_MS,
);
