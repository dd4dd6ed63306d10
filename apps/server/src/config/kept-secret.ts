import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

/**
 * Reads a secret that an earlier start made, or makes and stores it. Only the owner of the process
 * can read the file. Two processes that start at once get the same secret.
 *
 * @throws StartError when the file can't be read or written, or holds something else
 */
export async function keptSecret<Secret>(
  folder: string,
  name: string,
  make: () => string,
  parse: (text: string) => Secret | undefined,
): Promise<Secret> {
  const path = join(folder, name);
  const text = await readOrMake(folder, path, make);
  const secret = parse(text.trim());
  if (secret !== undefined) return secret;
  throw new StartError(`${path} is damaged. Restore it, or remove it to have a new one made.`);
}

async function readOrMake(folder: string, path: string, make: () => string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}`;
    const text = `${make()}\n`;
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    await writeFile(draft, text, { mode: 0o600, flush: true });
    try {
      // Unlike a rename, a link fails if the other process was faster.
      await link(draft, path);
      return text;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return await readFile(path, 'utf8');
    } finally {
      await rm(draft, { force: true });
    }
  } catch (error) {
    throw new StartError(
      `${path} can't be used (${codeOf(error)}). SLIPWAY_DATA names the folder.`,
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
