import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes files into a folder, or none of them if one exists.
 *
 * @param mode who may read them, less what the umask takes
 * @returns the paths that exist already
 */
export async function writeNewFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
  mode = 0o666,
): Promise<readonly string[]> {
  const existing = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (existing.length > 0) return existing;
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    // Fails if another program has written the file in the meantime.
    await writeFile(join(folder, path), text, { flag: 'wx', mode });
  }
  return [];
}
