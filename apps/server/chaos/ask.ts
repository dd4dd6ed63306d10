import { setTimeout as wait } from 'node:timers/promises';
import type { CompletedObject } from '@slipway/protocol';
import type { ApiAnswer } from '../testing/upload-file.ts';

/** A browser asks longer than that. */
const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 250;

/** What a client heard for good: that the object is there, or that there is none. */
export type Answer = 'object' | 'no object';

/** An answer, and the object if the backend described it. */
export interface Heard {
  readonly answer: Answer;
  readonly object?: CompletedObject | undefined;
}

/** Sends one request. `turn` counts the attempts. Rejects if no answer comes. */
export type Call = (route: string, body: object, turn: number) => Promise<Pick<ApiAnswer, 'body'>>;

/** Asks as a browser does: until the answer is one that a repetition cannot change. */
export async function ask(call: Call, name: 'complete' | 'abort', upload: object): Promise<Heard> {
  const until = performance.now() + PATIENCE_MS;
  for (let turn = 0; performance.now() < until; turn += 1) {
    const heard = await askOnce((route, body) => call(route, body, turn), name, upload);
    if (heard) return heard;
    await wait(ASK_AGAIN_MS);
  }
  throw new Error(`No answer to ${name} in ${PATIENCE_MS / 1_000} s.`);
}

async function askOnce(
  call: (route: string, body: object) => ReturnType<Call>,
  name: string,
  upload: object,
): Promise<Heard | undefined> {
  let item: { object?: CompletedObject; aborted?: true; error?: { code: string } };
  try {
    const { body } = await call(`uploads/${name}`, { uploads: [upload] });
    item = body.uploads?.[0] ?? body;
  } catch {
    return undefined; // The replica is down.
  }
  if (item.object) return { answer: 'object', object: item.object };
  if (item.error?.code === 'already-completed') return { answer: 'object' };
  if (item.aborted) return { answer: 'no object' };
  const code = item.error?.code ?? 'nothing';
  if (code === 'storage-unavailable' || code === 'rate-limited') return undefined;
  // What S3 says of an upload that was aborted.
  if (code === 'upload-not-found' || code === 'parts-missing') return { answer: 'no object' };
  throw new Error(`${name} answered ${code}.`);
}
