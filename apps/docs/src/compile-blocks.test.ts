import { expect, test } from 'vitest';
import { findCodeBlocks } from './code-blocks.ts';
import { compileBlocks } from './compile-blocks.ts';
import { readPages } from './pages.ts';

const isShown = ({ path }: { readonly path: string }) =>
  !path.startsWith('docs/reference/') && !path.startsWith('e2e/');

/** The compiler needs about 5 s of CPU time, which is long on a busy machine. */
const LIMIT_MS = 120_000;

const MISTAKE = 'A page.\n\n```ts\nconst one = 1;\nconst two: string = one;\n```\n';

test('all TypeScript in READMEs and documentation compiles, and an error is shown with its page and line', {
  timeout: LIMIT_MS,
}, async () => {
  const blocks = readPages()
    .filter(isShown)
    .flatMap(findCodeBlocks)
    .filter(({ language }) => language === 'ts' || language === 'tsx');
  expect(blocks.length).toBeGreaterThan(15);
  // The compiler runs once for all, because it needs most of its time for the packages' types.
  const mistaken = findCodeBlocks({ path: 'page.md', text: MISTAKE });
  expect(await compileBlocks([...blocks, ...mistaken])).toEqual([
    expect.stringMatching(/^page\.md:5: error TS2322: Type 'number'/),
  ]);
});
