import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CodeBlock, findCodeBlocks } from './code-blocks.ts';
import { readPages } from './pages.ts';

/** Inside this package, so that imports find the package's dependencies. */
const FOLDER = fileURLToPath(new URL('../.cache/runs', import.meta.url));

/** The reader's own module, which blocks import. It names the caller by the header `x-user`. */
const SESSION = `
export async function userOf(request) {
  const { headers } = request;
  const id = headers.get ? headers.get('x-user') : headers['x-user'];
  if (!id) throw new Error('The caller is not signed in.');
  return { id, company: 'acme' };
}
`;

/**
 * The blocks of TypeScript, JavaScript and components that readers copy. A block's name is its page and its number on that page,
 * from 1.
 */
export function readBlocks(): ReadonlyMap<string, CodeBlock> {
  const counts = new Map<string, number>();
  return new Map(
    readPages()
      .filter(({ path }) => !path.startsWith('docs/reference/') && !path.startsWith('e2e/'))
      .flatMap(findCodeBlocks)
      .filter(({ language }) => /^(?:tsx?|jsx?|vue|svelte|astro|typescript)$/.test(language))
      .map((block) => {
        const count = (counts.get(block.page) ?? 0) + 1;
        counts.set(block.page, count);
        return [`${block.page} ${count}`, block];
      }),
  );
}

/** Returns the code as a module that also exports the given names. */
export function moduleOf(code: string, reveal: readonly string[]): string {
  return `${code}\nexport { ${reveal.join(', ')} };\n`;
}

/**
 * Runs a block as a module.
 *
 * @param reveal names inside the block that the caller reads
 * @returns the exports of the module, and these names
 */
export async function runBlock(
  { page, line, language, code }: CodeBlock,
  reveal: readonly string[] = [],
): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(FOLDER, `${page.replaceAll('/', '-')}-${line}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'session.js'), SESSION);
  const path = join(folder, `block.${language}`);
  await writeFile(path, moduleOf(code, reveal));
  return import(/* @vite-ignore */ pathToFileURL(path).href);
}
