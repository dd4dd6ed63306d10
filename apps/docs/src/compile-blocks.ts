import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeBlock } from './code-blocks.ts';
import { ROOT } from './pages.ts';

/** Inside this package, so that imports find the package's dependencies. */
const FOLDER = fileURLToPath(new URL('../.cache/blocks', import.meta.url));

/** Names that pages use but the reader defines. */
const SURROUNDINGS = `
declare const file: File;
declare const redisUrl: string;
declare function save(objectKey: string): void;
declare module '*.css';
declare module '*.css?inline' {
  const css: string;
  export default css;
}
`;

/** The reader's own module, which blocks import. */
const SESSION = `
export declare function userOf(request: object): Promise<{ id: string; company: string }>;
`;

const CONFIG = {
  extends: join(ROOT, 'tsconfig.tests.json'),
  compilerOptions: {
    types: ['node', 'react'],
    // Imports find the packages' declarations, as the reader's imports do, and not their sources.
    customConditions: [],
    tsBuildInfoFile: './blocks.tsbuildinfo',
  },
  include: ['.'],
  references: [],
};

/**
 * Compiles each block of TypeScript as a separate module, as strictly as our own code. Needs the output of the type check.
 *
 * @returns the compiler's complaints, by page and line
 */
export async function compileBlocks(blocks: readonly CodeBlock[]): Promise<readonly string[]> {
  await rm(FOLDER, { recursive: true, force: true });
  const names = new Map<string, CodeBlock>();
  for (const [i, block] of blocks.entries()) {
    const folder = join(FOLDER, String(i));
    await mkdir(folder, { recursive: true });
    const name = `block.${block.language}`;
    names.set(`${i}/${name}`, block);
    await writeFile(join(folder, 'session.d.ts'), SESSION);
    // Without imports and exports, it would share its names with the other blocks.
    await writeFile(join(folder, name), `${block.code}\nexport {};\n`);
  }
  await writeFile(join(FOLDER, 'surroundings.d.ts'), SURROUNDINGS);
  await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(CONFIG));
  const output = await runCompiler();
  return [...output.matchAll(/^(\d+\/block\.tsx?)\((\d+),\d+\): (.*)$/gm)].map(
    ([, name = '', line = '', complaint = '']) => {
      const block = names.get(name);
      return `${block?.page}:${(block?.line ?? 0) + Number(line) - 1}: ${complaint}`;
    },
  );
}

async function runCompiler(): Promise<string> {
  const manifest = createRequire(join(ROOT, 'package.json')).resolve('typescript/package.json');
  const compiler = join(dirname(manifest), 'bin/tsc');
  const child = spawn(process.execPath, [compiler, '-p', FOLDER, '--pretty', 'false'], {
    cwd: FOLDER,
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  // An error outside the blocks has no line of a page.
  if (code !== 0 && !/^\d+\/block/m.test(output)) throw new Error(output);
  return output;
}
