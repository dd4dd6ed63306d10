import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { orUndo } from './or-undo.ts';
import { PRIVATE_FILE } from './permissions.ts';

/** Where files are written before they are renamed into place. */
export interface Staging {
  /** A folder on the same file system as all other files. Emptied at start. */
  readonly dir: string;
  /** Whether to flush files and folders to the disk. Only a power failure makes this necessary, not a kill. */
  readonly flush: boolean;
}

/** A complete file without references to it. */
export interface PreparedFile {
  /** Renames it into place. Synchronous, so that a check just before it still holds. */
  commit(path: string): void;
  /** Flushes the rename itself. */
  settle(): Promise<void>;
  discard(): Promise<void>;
}

/** Returns a new path in the staging folder. */
export function stagingPath(staging: Staging): string {
  return join(staging.dir, randomUUID());
}

/** Wraps a file that is written and flushed. */
export function preparedFile(staging: Staging, temporaryPath: string): PreparedFile {
  let committedTo: string | undefined;
  return {
    commit(path) {
      renameSync(temporaryPath, path);
      committedTo = path;
    },
    async settle() {
      if (!staging.flush || committedTo === undefined) return;
      const folder = await open(dirname(committedTo), 'r');
      await folder.sync().finally(() => folder.close());
    },
    discard: () => rm(temporaryPath, { force: true }),
  };
}

/** Writes a JSON document to the staging folder. */
export async function prepareJson(staging: Staging, value: unknown): Promise<PreparedFile> {
  const path = stagingPath(staging);
  const file = preparedFile(staging, path);
  const options = { flag: 'wx', flush: staging.flush, mode: PRIVATE_FILE };
  await orUndo(writeFile(path, JSON.stringify(value), options), file.discard);
  return file;
}

/** Writes a JSON document in one atomic step. */
export async function writeJson(staging: Staging, path: string, value: unknown): Promise<void> {
  const prepared = await prepareJson(staging, value);
  prepared.commit(path);
  await prepared.settle();
}
