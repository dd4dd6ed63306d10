import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, ask, type Heard } from '../chaos/ask.ts';
import type { Chance } from '../chaos/random.ts';
import { pause } from './pace.ts';
import type { Created, World } from './world.ts';

/** Asks how the upload ends, and notes what the client hears. */
async function hear(
  { api, ledger }: World,
  { caller, token, etags, objectKey, file }: Created,
  name: 'complete' | 'abort',
): Promise<Answer | undefined> {
  const upload = name === 'complete' && etags.length > 0 ? { token, etags } : { token };
  let heard: Heard;
  try {
    heard = await ask((route, body) => api.call(caller, route, body), name, upload);
  } catch (error) {
    ledger.fault(`${objectKey}: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  const { answer, object } = heard;
  if (object && (object.etag !== file.etag || object.size !== file.size)) {
    ledger.fault(`${objectKey}: a client heard of ${object.etag}, and sent ${file.etag}`);
  }
  ledger.tell(objectKey, answer, { etag: file.etag, size: file.size });
  return answer;
}

/** Completes an upload whose parts were all stored, and that no client aborts. */
export async function finish(world: World, created: Created): Promise<void> {
  if ((await hear(world, created, 'complete')) !== 'no object') return;
  world.ledger.fault(`${created.objectKey}: all parts were stored, and the upload is lost`);
}

/** Two clients of one caller disagree. */
export async function duel(world: World, chance: Chance, created: Created): Promise<void> {
  await Promise.all(
    (['complete', 'abort'] as const).map(async (name) => {
      await wait(chance.between(0, 100));
      await hear(world, created, name);
    }),
  );
}

/** Vanishes while the backend completes the upload. Later, the client resumes it and hears the answer. */
export async function vanishAndReturn(
  world: World,
  chance: Chance,
  created: Created,
): Promise<void> {
  const { caller, token } = created;
  const signal = AbortSignal.timeout(chance.between(1, 50));
  const body = { uploads: [{ token }] };
  await world.api.call(caller, 'uploads/complete', body, signal).catch(() => {});
  await pause(chance);
  await finish(world, created);
}

/** Asks twice more, some time later. */
export async function askAgain(world: World, chance: Chance, created: Created): Promise<void> {
  await pause(chance);
  await hear(world, created, chance.pick(['complete', 'abort']));
  await hear(world, created, chance.pick(['complete', 'abort']));
}

/** Gives the upload up. */
export async function abort(world: World, created: Created): Promise<void> {
  await hear(world, created, 'abort');
}
