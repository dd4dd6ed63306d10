import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from '../chaos/random.ts';
import { isFile } from './file.ts';
import { PATIENCE_MS } from './pace.ts';
import type { Created, World } from './world.ts';

const READ_SHARE = 0.1;
const DELETED_SHARE = 0.95;

/**
 * Reads a tenth of the small objects and all large ones, byte for byte. Deletes most large ones, because they fill the
 * store.
 */
export async function inspect(
  { bucket, ledger }: World,
  chance: Chance,
  { objectKey, file }: Created,
): Promise<void> {
  const isLarge = file.parts.length > 1;
  const reads = isLarge || chance.next() < READ_SHARE;
  const deletes = isLarge && chance.next() < DELETED_SHARE;
  if (!reads || !ledger.expected.has(objectKey)) return;
  if (isFile(file, await insist(() => bucket.read(objectKey)))) ledger.count('read, byte for byte');
  else ledger.fault(`${objectKey}: the object is not the file`);
  if (!deletes) return;
  await insist(() => bucket.delete(objectKey));
  ledger.forget(objectKey);
}

/** The store may be without an OSD. */
async function insist<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
      await wait(1_000);
    }
  }
}
