import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { readTitledBlocks } from '../../../scripts/titled-blocks.mjs';

/** Inside this package, so that imports find the package's dependencies. */
const FOLDER = fileURLToPath(new URL('../.cache/recipes', import.meta.url));

/** The module's exports. */
type Module = Readonly<Record<string, unknown>>;

/** The files of a recipe, written for one test. */
export interface RecipeFiles {
  readonly folder: string;
  /** Runs one of the files in this process. */
  load(path: string): Promise<Module>;
}

/**
 * Writes the files of `docs/recipes/NAME.md` as they are on the page, until the test ends.
 *
 * @param own the reader's own modules, by path. They replace those of the page
 * @param whenOver runs what removes the files
 */
export async function writeRecipe(
  name: string,
  own: Readonly<Record<string, string>> = {},
  whenOver: (remove: () => Promise<void>) => void = onTestFinished,
): Promise<RecipeFiles> {
  const folder = join(FOLDER, `${name}-${randomUUID()}`);
  whenOver(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of [
    ...readTitledBlocks(`docs/recipes/${name}.md`),
    ...Object.entries(own),
  ]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return {
    folder,
    load: (path) => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href),
  };
}
