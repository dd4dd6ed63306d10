import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemCode } from '../s3-error.ts';
import { PRIVATE_FILE } from './permissions.ts';

const lockedHere = new Set<string>();

/**
 * Locks a folder for this process: two servers with one folder would delete each other's unfinished files.
 *
 * @returns a function that unlocks the folder
 * @throws Error if another living process, or another server in this one, holds it
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(resolve(dir), 'local-s3.pid');
  const holder = lockedHere.has(path) ? process.pid : await readHolder(path);
  if (holder !== undefined) {
    throw new Error(
      `${dir} is in use by process ${holder}. If that is not a local-s3, delete ${path}.`,
    );
  }
  lockedHere.add(path);
  await writeFile(path, String(process.pid), { mode: PRIVATE_FILE });
  return async () => {
    lockedHere.delete(path);
    await rm(path, { force: true });
  };
}

async function readHolder(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  // After a crash, a container can reuse the process ID, so our own ID is no lock.
  if (!Number.isInteger(pid) || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return systemCode(error) === 'EPERM' ? pid : undefined;
  }
}
