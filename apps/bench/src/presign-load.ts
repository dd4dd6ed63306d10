import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type CreateResponse, type PresignResponse, ROUTES } from '@slipway/protocol';

const MiB = 1024 ** 2;
const PART_SIZE = 16 * MiB;
const PART_COUNT = 10_000;
/** Large enough that consecutive requests differ. */
const BODIES = 32;

/** The load on a presigning backend. */
export interface PresignLoadOptions {
  /** Parts of one request. */
  readonly batch: number;
  /** Concurrent requests at all backends together. */
  readonly connections: number;
}

/** Requests the URLs of parts from a backend, again and again. */
export interface PresignLoad {
  /** Sends the given number of requests. Returns the duration of each in milliseconds. */
  send(requests: number): Promise<readonly number[]>;
  close(): void;
}

/**
 * Creates one upload of 10,000 parts with CRC64NVME at the first backend. Then it requests URLs from all backends in
 * turn, as a load balancer would.
 */
export async function createPresignLoad(
  urls: readonly [string, ...string[]],
  { batch, connections }: PresignLoadOptions,
): Promise<PresignLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const token = await createUpload(agent, urls[0]);
  const bodies = Array.from({ length: BODIES }, (_, i) => {
    const parts = Array.from({ length: batch }, (_, j) => ({
      partNumber: ((i * batch + j) % PART_COUNT) + 1,
      checksum: randomBytes(8).toString('base64'),
    }));
    return JSON.stringify({ uploads: [{ token, parts }] });
  });
  const presign = (i: number) =>
    post(agent, `${urls[i % urls.length]}${ROUTES.presign}`, bodies[i % BODIES] ?? '');
  for (const i of urls.keys()) assertPresigned(JSON.parse(await presign(i)), batch);

  return {
    async send(requests) {
      const durations: number[] = [];
      let left = requests;
      const worker = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const started = performance.now();
          await presign(left);
          durations.push(performance.now() - started);
        }
      };
      await Promise.all(Array.from({ length: connections }, worker));
      return durations;
    },
    close: () => agent.destroy(),
  };
}

async function createUpload(agent: Agent, url: string): Promise<string> {
  const file = { name: 'film.bin', type: 'video/mp4', integrity: 'crc64nvme' } as const;
  const sizes = { size: PART_SIZE * PART_COUNT, partSize: PART_SIZE };
  const body = JSON.stringify({ files: [{ ...file, ...sizes }] });
  const answer: CreateResponse = JSON.parse(await post(agent, url + ROUTES.create, body));
  const [upload] = answer.uploads;
  if (!upload || 'error' in upload)
    throw new Error(`The backend created no upload: ${JSON.stringify(answer)}`);
  return upload.token;
}

/** Responses are not parsed while the clock runs, because the benchmark measures the backend. */
async function post(agent: Agent, url: string, body: string): Promise<string> {
  const outgoing = request(url, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, 'response');
  const answer = await text(incoming);
  if (incoming.statusCode !== 200)
    throw new Error(`The backend answered ${incoming.statusCode}: ${answer}`);
  return answer;
}

/** A backend that returns errors would look very fast. */
function assertPresigned({ uploads }: PresignResponse, batch: number): void {
  const [first] = uploads;
  const urls = first && 'parts' in first ? new Set(first.parts.map(({ url }) => url)) : new Set();
  if (urls.size !== batch)
    throw new Error(`The backend did not presign all parts: ${JSON.stringify(uploads)}`);
}
