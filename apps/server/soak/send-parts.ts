import type { Chance } from '../chaos/random.ts';
import { presignParts } from './create-upload.ts';
import { PATIENCE_MS, pause, pauseBeforeRetry } from './pace.ts';
import { type Manner, sendPart } from './send-part.ts';
import type { Story } from './story.ts';
import type { Created, World } from './world.ts';

const STALL_MS = [0, 4_000] as const;

/** Sends all parts. Resolves with whether all were sent: a client that aborts may stop before. */
export async function sendParts(
  world: World,
  chance: Chance,
  created: Created,
  story: Story,
): Promise<boolean> {
  const { file } = created;
  const last = file.parts.length - 1;
  const vanishesAt = story === 'vanish in a part' ? chance.between(0, last) : undefined;
  const abortsAt = story === 'abort' ? chance.between(0, last + 1) : undefined;
  for (let i = 0; i <= last; i += 1) {
    if (i === abortsAt) return true;
    await pause(chance);
    const manner = { stallMs: chance.between(...STALL_MS), vanishes: i === vanishesAt };
    if (!(await sendUntilStored(world, chance, created, i, manner))) return false;
  }
  // No client completes it, so the backend deletes the object some time after the upload's end.
  if (story === 'vanish after the parts' && last === 0) {
    world.ledger.count('stored, then the client vanished');
  }
  return true;
}

async function sendUntilStored(
  world: World,
  chance: Chance,
  created: Created,
  index: number,
  manner: Manner,
): Promise<boolean> {
  const until = performance.now() + PATIENCE_MS;
  const bytes = created.file.parts[index] as Buffer;
  while (performance.now() < until) {
    const part = created.parts.find(({ partNumber }) => partNumber === index + 1);
    if (!part) {
      if (!(await presignParts(world, created))) await pauseBeforeRetry(chance);
      continue;
    }
    const { status, etag } = await sendPart(part, bytes, manner);
    if (manner.vanishes) return false;
    // 412: an earlier attempt stored the object, and its answer was lost.
    if (status === 412) return true;
    if (status === 200) {
      created.etags.push({ partNumber: index + 1, etag });
      return true;
    }
    world.ledger.count(`part answered ${status}`);
    // The URL has expired.
    if (status === 403) created.parts.splice(created.parts.indexOf(part), 1);
    await pauseBeforeRetry(chance);
  }
  world.ledger.fault(`${created.objectKey}: no part was stored in ${PATIENCE_MS / 1_000} s`);
  return false;
}
