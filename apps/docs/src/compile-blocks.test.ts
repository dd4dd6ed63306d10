import { expect, test } from 'vitest';
import { findCodeBlocks } from './code-blocks.ts';
import { compileBlocks } from './compile-blocks.ts';
import { readPages } from './pages.ts';

const isShown = ({ path }: { readonly path: string }) =>
  !path.startsWith('docs/reference/') && !path.startsWith('e2e/');

test('all TypeScript in READMEs and documentation compiles', async () => {
  const blocks = readPages()
    .filter(isShown)
    .flatMap(findCodeBlocks)
    .filter(({ language }) => language === 'ts' || language === 'tsx');
  expect(blocks.length).toBeGreaterThan(15);
  expect(await compileBlocks(blocks)).toEqual([]);
});

test('an error is shown with its page and line', async () => {
  const text = 'A page.\n\n```ts\nconst one = 1;\nconst two: string = one;\n```\n';
  const [complaint] = await compileBlocks(findCodeBlocks({ path: 'page.md', text }));
  expect(complaint).toMatch(/^page\.md:5: error TS2322: Type 'number'/);
});
