import { setTimeout as wait } from 'node:timers/promises';
import { callApi, createFile, putPart } from '../testing/upload-file.ts';
import type { Lab } from './lab.ts';
import { type Chance, createChance } from './random.ts';

const MiB = 1024 ** 2;
/** A browser asks longer than that. */
const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 250;

/** What a client heard for good: that the object is there, or that there is none. */
type Answer = 'object' | 'no object';

/** How one seed went. */
export interface Played {
  /** What happened, in words. */
  readonly story: string;
  readonly answers: readonly Answer[];
  /** The promises that were broken. Empty if all held. */
  readonly faults: readonly string[];
}

/**
 * Uploads a file, completes and aborts it from several clients at once, and breaks something at a random moment. Then
 * it asks both replicas again, and compares all answers with the bucket.
 */
export async function playSeed(lab: Lab, seed: number): Promise<Played> {
  const chance = createChance(seed);
  const size = chance.pick([1_000, 6 * MiB]);
  const bytes = new Uint8Array(size).fill(seed % 251);
  const { token, objectKey } = await upload(lab, bytes);
  slowDownS3(lab, chance);
  const commands = Array.from({ length: chance.between(1, 3) }, () => ({
    name: chance.pick(['complete', 'complete', 'abort'] as const),
    replica: chance.between(0, 1),
    afterMs: chance.between(0, 400),
  }));
  const disaster = chance.pick(DISASTERS);
  const disasterAfterMs = chance.between(0, 600);
  const broken = wait(disasterAfterMs).then(() => disaster.strike(lab, chance));
  const heard = commands.map(async ({ name, replica, afterMs }) => {
    await wait(afterMs);
    return ask(lab, name, replica, token);
  });
  const [first] = await Promise.all([Promise.all(heard), broken.then(() => lab.revive())]);
  lab.s3.faults.clear();
  const last: Answer[] = [];
  for (const replica of [0, 1]) {
    last.push(await ask(lab, 'complete', replica, token), await ask(lab, 'abort', replica, token));
  }
  const answers = [...first, ...last];
  const story = `${size} bytes; ${commands.map(({ name, replica, afterMs }) => `${name} at ${replica} after ${afterMs} ms`).join(', ')}; ${disaster.name} after ${disasterAfterMs} ms`;
  return { story, answers, faults: await findFaults(lab, objectKey, bytes, answers) };
}

async function findFaults(
  lab: Lab,
  objectKey: string,
  bytes: Uint8Array,
  answers: readonly Answer[],
): Promise<string[]> {
  const faults: string[] = [];
  const stored = await lab.read(objectKey);
  const kinds = new Set(answers);
  if (kinds.size > 1) faults.push(`clients heard different ends: ${answers.join(', ')}`);
  if (kinds.has('object') && !stored?.equals(bytes)) faults.push('a success without its object');
  if (!kinds.has('object') && stored) faults.push('an object of which no client heard');
  if ((await lab.unfinishedKeys()).includes(objectKey)) faults.push('an unfinished upload is left');
  return faults;
}

async function upload(lab: Lab, bytes: Uint8Array<ArrayBuffer>) {
  const [url] = lab.urls;
  const { body } = await createFile(url, bytes.length);
  const [{ token, objectKey, parts }] = body.uploads;
  for (const [i, part] of parts.entries()) {
    const { status } = await putPart(part, bytes.slice(i * 5 * MiB, (i + 1) * 5 * MiB), url);
    if (status !== 200) throw new Error(`Part ${i + 1} got ${status}.`);
  }
  return { token, objectKey } as { token: string; objectKey: string };
}

/** Slow responses of S3 widen the windows in which replicas race. */
function slowDownS3(lab: Lab, chance: Chance): void {
  for (const operation of ['CompleteMultipartUpload', 'HeadObject', 'DeleteObject'] as const) {
    if (chance.next() < 0.5) continue;
    const fault = { kind: 'delay', delayMs: chance.between(10, 800) } as const;
    lab.s3.faults.add({ operation, fault, times: 3 });
  }
}

/** Asks as a browser does: until the answer is one that a repetition cannot change. */
async function ask(
  lab: Lab,
  name: 'complete' | 'abort',
  replica: number,
  token: string,
): Promise<Answer> {
  const until = performance.now() + PATIENCE_MS;
  for (let turn = replica; performance.now() < until; turn += 1) {
    // A balancer sends the next attempt to the other replica.
    const answer = await askOnce(lab.urls[turn % 2] as string, name, token);
    if (answer) return answer;
    await wait(ASK_AGAIN_MS);
  }
  throw new Error(`No answer to ${name} in ${PATIENCE_MS / 1_000} s.`);
}

async function askOnce(url: string, name: string, token: string): Promise<Answer | undefined> {
  let item: { object?: unknown; aborted?: true; error?: { code: string } };
  try {
    const { body } = await callApi(url, `uploads/${name}`, { uploads: [{ token }] });
    item = body.uploads?.[0] ?? body;
  } catch {
    return undefined; // The replica is down.
  }
  if (item.object || item.error?.code === 'already-completed') return 'object';
  if (item.aborted) return 'no object';
  const code = item.error?.code ?? 'nothing';
  if (code === 'storage-unavailable' || code === 'rate-limited') return undefined;
  // What S3 says of an upload that was aborted.
  if (code === 'upload-not-found' || code === 'parts-missing') return 'no object';
  throw new Error(`${name} answered ${code}.`);
}

const DISASTERS: readonly {
  readonly name: string;
  readonly strike: (lab: Lab, chance: Chance) => Promise<unknown> | unknown;
}[] = [
  { name: 'nothing', strike: () => {} },
  {
    name: 'Redis pauses',
    strike: (lab, chance) => lab.redis('CLIENT', 'PAUSE', String(chance.between(50, 3_000))),
  },
  { name: 'Redis forgets everything', strike: (lab) => lab.redis('FLUSHALL') },
  { name: 'replica 0 dies', strike: (lab) => lab.kill(0) },
  { name: 'replica 1 dies', strike: (lab) => lab.kill(1) },
];
