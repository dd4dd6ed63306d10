import { setTimeout as wait } from 'node:timers/promises';
import { accept, type WebhookReceiver } from '../../../packages/server/testing/webhook-receiver.ts';
import { callApi, createFile, putPart } from '../testing/upload-file.ts';
import { type Answer, ask } from './ask.ts';
import type { Lab } from './lab.ts';
import { type Chance, createChance } from './random.ts';

const MiB = 1024 ** 2;
const CREATE_PATIENCE_MS = 60_000;

/** How one seed went. */
export interface Played {
  /** What happened, in words. */
  readonly story: string;
  readonly answers: readonly Answer[];
  readonly objectKey: string;
  /** Whether Redis lost its data. */
  readonly isForgotten: boolean;
  /** The promises that were broken. Empty if all held. */
  readonly faults: readonly string[];
}

/**
 * Uploads a file, completes and aborts it from several clients at once, and breaks something at a random moment. Then
 * it asks both replicas again, and compares all answers with the bucket.
 */
export async function playSeed(
  lab: Lab,
  seed: number,
  disasters: readonly Disaster[] = DISASTERS,
): Promise<Played> {
  const chance = createChance(seed);
  const size = chance.pick([1_000, 6 * MiB]);
  const bytes = new Uint8Array(size).fill(seed % 251);
  lab.receiver.respond = moody(chance);
  const { token, objectKey } = await upload(lab, bytes);
  slowDownS3(lab, chance);
  const commands = Array.from({ length: chance.between(1, 3) }, () => ({
    name: chance.pick(['complete', 'complete', 'abort'] as const),
    replica: chance.between(0, 1),
    afterMs: chance.between(0, 400),
  }));
  const disaster = chance.pick(disasters);
  const disasterAfterMs = chance.between(0, 600);
  const broken = wait(disasterAfterMs).then(() => disaster.strike(lab, chance));
  const heard = commands.map(async ({ name, replica, afterMs }) => {
    await wait(afterMs);
    return askAt(lab, name, replica, token);
  });
  const [first] = await Promise.all([Promise.all(heard), broken.then(() => lab.revive())]);
  lab.s3.faults.clear();
  const last: Answer[] = [];
  for (const replica of [0, 1]) {
    last.push(await askAt(lab, 'complete', replica, token));
    last.push(await askAt(lab, 'abort', replica, token));
  }
  const answers = [...first, ...last];
  const story = `${size} bytes; ${commands.map(({ name, replica, afterMs }) => `${name} at ${replica} after ${afterMs} ms`).join(', ')}; ${disaster.name} after ${disasterAfterMs} ms`;
  const faults = await findFaults(lab, objectKey, bytes, answers);
  return { story, answers, objectKey, isForgotten: disaster === FORGETTING, faults };
}

async function findFaults(
  lab: Lab,
  objectKey: string,
  bytes: Uint8Array,
  answers: readonly Answer[],
): Promise<string[]> {
  const faults: string[] = [];
  const stored = await lab.bucket.read(objectKey);
  const kinds = new Set(answers);
  if (kinds.size > 1) faults.push(`clients heard different ends: ${answers.join(', ')}`);
  if (kinds.has('object') && !stored?.equals(bytes)) faults.push('a success without its object');
  if (!kinds.has('object') && stored) faults.push('an object of which no client heard');
  if ((await lab.bucket.unfinishedKeys()).includes(objectKey))
    faults.push('an unfinished upload is left');
  return faults;
}

async function upload(lab: Lab, bytes: Uint8Array<ArrayBuffer>) {
  const [url] = lab.urls;
  const { token, objectKey, parts } = await create(url, bytes.length);
  for (const [i, part] of parts.entries()) {
    const { status } = await putPart(part, bytes.slice(i * 5 * MiB, (i + 1) * 5 * MiB), url);
    if (status !== 200) throw new Error(`Part ${i + 1} got ${status}.`);
  }
  return { token, objectKey } as { token: string; objectKey: string };
}

/** Asks again, as a browser does: Redis can still be silent after the seed before, and create needs it. */
async function create(url: string, size: number) {
  const until = performance.now() + CREATE_PATIENCE_MS;
  for (;;) {
    const { body } = await createFile(url, size);
    const item = body.uploads?.[0] ?? body;
    if (item.parts) return item;
    if (item.error?.code !== 'storage-unavailable' || performance.now() > until) {
      throw new Error(`Create answered ${JSON.stringify(body)}.`);
    }
    await wait(250);
  }
}

/** Slow responses of S3 widen the windows in which replicas race. */
function slowDownS3(lab: Lab, chance: Chance): void {
  for (const operation of ['CompleteMultipartUpload', 'HeadObject', 'DeleteObject'] as const) {
    if (chance.next() < 0.5) continue;
    const fault = { kind: 'delay', delayMs: chance.between(10, 800) } as const;
    lab.s3.faults.add({ operation, fault, times: 3 });
  }
}

/** A balancer sends the next attempt to the other replica. */
async function askAt(
  lab: Lab,
  name: 'complete' | 'abort',
  replica: number,
  token: string,
): Promise<Answer> {
  const { answer } = await ask(
    (route, body, turn) => callApi(lab.urls[(replica + turn) % 2] as string, route, body),
    name,
    { token },
  );
  return answer;
}

/** A receiver of webhooks that accepts most, refuses some, and sometimes does not answer or hangs up. */
function moody(chance: Chance): WebhookReceiver['respond'] {
  return (response, received) => {
    const mood = chance.next();
    if (mood < 0.7) accept(response, received);
    else if (mood < 0.9) response.writeHead(chance.pick([307, 404, 500])).end();
    else if (mood < 0.95) response.destroy();
  };
}

/** Something that breaks. */
export interface Disaster {
  readonly name: string;
  readonly strike: (lab: Lab, chance: Chance) => Promise<unknown> | unknown;
}

const FORGETTING: Disaster = {
  name: 'Redis forgets everything',
  strike: (lab) => lab.redis('FLUSHALL'),
};

/** Those that lose no data. */
export const SURVIVABLE: readonly Disaster[] = [
  { name: 'nothing', strike: () => {} },
  {
    name: 'Redis pauses',
    strike: (lab, chance) => lab.redis('CLIENT', 'PAUSE', String(chance.between(50, 3_000))),
  },
  { name: 'replica 0 dies', strike: (lab) => lab.kill(0) },
  { name: 'replica 1 dies', strike: (lab) => lab.kill(1) },
  {
    name: 'the receiver of webhooks restarts',
    async strike(lab, chance) {
      await lab.receiver.stop();
      await wait(chance.between(100, 3_000));
      await lab.receiver.listen();
    },
  },
];

const DISASTERS = [...SURVIVABLE, FORGETTING];
