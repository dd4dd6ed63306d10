import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLERS } from './matrix/bundlers.mjs';
import { FRAMEWORKS } from './matrix/frameworks.mjs';
import { updateTable } from './matrix/table.mjs';
import { ROOT } from './run.mjs';
import { readTitledBlocks } from './titled-blocks.mjs';

const blocks = new Map<string, string>(
  [...readTitledBlocks('docs/stacks.md')].map(([title = '', code = '']) => [title, code]),
);

test('the matrix runs every file of the page about stacks', () => {
  const prefixes = [...BUNDLERS, ...FRAMEWORKS].flatMap(({ blocks = [] }) => blocks);
  for (const prefix of prefixes) {
    expect([...blocks.keys()].filter((title) => title.startsWith(prefix))).not.toEqual([]);
  }
  for (const title of blocks.keys()) {
    expect(prefixes.filter((prefix) => title.startsWith(prefix))).not.toEqual([]);
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
