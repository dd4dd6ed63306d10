import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLERS } from './matrix/bundlers.mjs';
import { FRAMEWORKS } from './matrix/frameworks.mjs';
import { updateTable } from './matrix/table.mjs';
import { ROOT } from './run.mjs';
import { readTitledBlocks } from './titled-blocks.mjs';

const blocks = readTitledBlocks('docs/stacks.md');

test('the matrix runs every file of the page about stacks', () => {
  const prefixes = [...BUNDLERS, ...FRAMEWORKS].flatMap(({ blocks = [] }) => blocks);
  for (const prefix of prefixes) {
    expect([...blocks.keys()].filter((title) => title.startsWith(prefix))).not.toEqual([]);
  }
  for (const title of blocks.keys()) {
    expect(prefixes.filter((prefix) => title.startsWith(prefix))).not.toEqual([]);
  }
});

test('the matrix runs every file of the recipe for Next.js', () => {
  const rows = FRAMEWORKS.map((row) => ('recipes' in row ? row.recipes : undefined));
  const files = rows.flatMap((recipes) => recipes?.next ?? []);
  expect(files.toSorted()).toEqual([...readTitledBlocks('docs/recipes/next.md').keys()].toSorted());
  for (const recipes of rows) {
    for (const [name, listed] of Object.entries(recipes ?? {})) {
      const known = readTitledBlocks(`docs/recipes/${name}.md`);
      for (const file of listed) expect(known.has(file), `${name}: ${file}`).toBe(true);
    }
  }
});

test.each([
  ['vue', 'nuxt/app/app.vue'],
  ['svelte', 'sveltekit/src/routes/+page.svelte'],
  ['angular', 'angular/src/files.ts'],
])('the example of @slipway/%s is the file %s, which the matrix runs', (name, title) => {
  const readme = readFileSync(join(ROOT, 'packages', name, 'README.md'), 'utf8');
  expect(readme).toContain(blocks.get(title) ?? title);
});

test('a run of some stacks replaces their rows, keeps the others, and removes those of stacks that are gone', () => {
  const page = `before
<!-- a: npm run matrix -->

| stack | ok  |
| ----- | --- |
| one   | ✗   |
| gone  | ✓   |
| two   | ✓   |

<!-- /a -->
after`;

  const next = updateTable(page, 'a', ['stack', 'ok'], [['one', '✓']], ['two', 'three', 'one']);

  expect(next).toBe(`before
<!-- a: npm run matrix -->

| stack | ok |
| --- | --- |
| two | ✓ |
| one | ✓ |

<!-- /a -->
after`);
  expect(() => updateTable(page, 'b', [], [], [])).toThrow('no table b');
});
