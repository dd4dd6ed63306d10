import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTitledBlocks } from '../../../../scripts/titled-blocks.mjs';
import { ROOT, readPages } from '../pages.ts';
import { readBlocks } from '../run-block.ts';

const recipes = readPages().flatMap(({ path }) => {
  const [, name] = /^docs\/recipes\/([a-z-]+)\.md$/.exec(path) ?? [];
  return name === undefined ? [] : [{ name, path }];
});

/** Whatever runs recipes. */
const runners = [
  ...readdirSync(import.meta.dirname)
    .filter((file) => file !== 'every-recipe.test.ts')
    .map((file) => join(import.meta.dirname, file)),
  ...['e2e/stories/recipes.spec.ts', 'scripts/matrix/frameworks.mjs'].map((file) =>
    join(ROOT, file),
  ),
]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** A story starts the one and opens the other. */
const STARTED = ['server.js', 'page.jsx'];

test.each(recipes)('some test runs every file of $path', ({ name, path }) => {
  const blocks = readTitledBlocks(path);
  const all = [...readBlocks().keys()].filter((block) => block.startsWith(`${path} `));
  const titled = [...blocks.keys()].filter((title) => /\.jsx?$/.test(title));
  expect(titled).toHaveLength(all.length);
  const isNamed = [`'${name}'`, `'${path}'`, ` ${name}: [`].some((text) => runners.includes(text));
  expect(isNamed).toBe(true);
  const texts = [...blocks.values()].join('\n');
  for (const title of blocks.keys()) {
    const isRun =
      STARTED.includes(title) || texts.includes(`'./${title}'`) || runners.includes(`'${title}'`);
    expect(isRun, title).toBe(true);
  }
});

test('the index names every recipe', () => {
  const index = readFileSync(join(ROOT, 'docs/recipes/README.md'), 'utf8');
  for (const { name } of recipes) expect(index).toContain(`](${name}.md)`);
});
