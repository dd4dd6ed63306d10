import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { PresignedPart } from '@slipway/protocol';

/** How a client sends. */
export interface Manner {
  /** How long a slow connection stalls halfway, in milliseconds. */
  readonly stallMs: number;
  /** Whether the client vanishes halfway. */
  readonly vanishes: boolean;
}

/** S3 that does not answer for that long has lost the request. */
const ANSWER_MS = 60_000;

const agent = new Agent({ keepAlive: true });

/** PUTs a part straight to the store, in two halves. Resolves with the status, or 0 if no answer came. */
export function sendPart(
  { url, headers }: PresignedPart,
  bytes: Buffer,
  { stallMs, vanishes }: Manner,
): Promise<{ readonly status: number; readonly etag: string }> {
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: 'PUT',
      agent,
      timeout: ANSWER_MS,
      headers: { ...headers, 'content-length': bytes.length },
    });
    outgoing.on('response', (answer) => {
      const { statusCode: status = 0, headers } = answer;
      answer.on('error', () => {}).on('end', () => resolve({ status, etag: headers.etag ?? '' }));
      answer.resume();
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => {}).on('close', () => resolve({ status: 0, etag: '' }));
    void sendHalves(outgoing, bytes, stallMs, vanishes);
  });
}

async function sendHalves(
  outgoing: ReturnType<typeof request>,
  bytes: Buffer,
  stallMs: number,
  vanishes: boolean,
): Promise<void> {
  const middle = Math.floor(bytes.length / 2);
  if (middle > 0) outgoing.write(bytes.subarray(0, middle));
  else outgoing.flushHeaders();
  await wait(stallMs);
  if (vanishes) outgoing.destroy();
  else outgoing.end(bytes.subarray(middle));
}
