import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GENERATED } from './generated-pages.ts';
import { ROOT, readPages } from './pages.ts';
import { REFERENCED } from './reference.ts';

// `pnpm --filter @slipway/docs generate` updates them.
test.each(Object.entries(GENERATED))(
  'generated files match the sources: %s',
  async (name, render) => {
    const pages = await render();
    expect(pages.size).toBeGreaterThan(0);
    for (const [path, text] of pages) expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
    const folder = `docs/${name.replace('reference of ', 'reference/')}/`;
    const kept = readPages().filter(({ path }) => path.startsWith(folder));
    expect(kept.map(({ path }) => path).filter((path) => !pages.has(path))).toEqual([]);
  },
);

test('each folder of the reference belongs to a package with a reference', () => {
  const folders = readPages().flatMap(
    ({ path }) => /^docs\/reference\/([^/]+)\//.exec(path)?.[1] ?? [],
  );
  expect([...new Set(folders)].sort()).toEqual([...REFERENCED].sort());
});
