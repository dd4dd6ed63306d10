import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { beginChecksum } from '@slipway/core/checksum';
import { type RequestEvent, startLocalS3 } from '@slipway/local-s3';
import {
  type ChecksumMode,
  type CompleteResponse,
  type CreatedUpload,
  type CreateResponse,
  type PresignedPart,
  type PresignResponse,
  ROUTES,
} from '@slipway/protocol';
import { startRedis } from '../../../packages/server/testing/redis-server.ts';
import { type BackendProcess, startBackendProcess } from './backend-process.ts';
import { type Figure, report } from './report.ts';

const MiB = 1024 ** 2;

/** Uploads of one kind. */
interface Kind {
  readonly name: string;
  /** Files that one create request names. */
  readonly batch: number;
  readonly partSize: number;
  readonly partCount: number;
  /** Requests of a batch that are measured. */
  readonly runs: number;
}

const KINDS: readonly Kind[] = [
  { name: 'a file of 20 KiB', batch: 1, partSize: 20 * 1_024, partCount: 1, runs: 2_000 },
  { name: 'one of 100 files of 20 KiB', batch: 100, partSize: 20 * 1_024, partCount: 1, runs: 20 },
  { name: 'a file of 20 parts', batch: 1, partSize: 5 * MiB, partCount: 20, runs: 10 },
];
/** Parts whose URLs a page asks for at once. */
const WINDOW = 16;

/**
 * Measures what one upload costs its operator: CPU time of the backend, commands and memory of Redis, requests of the backend
 * to S3, bytes between page and backend.
 */
export async function measureCostPerUpload(): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-bench-cost-'));
  const requests: RequestEvent[] = [];
  const s3 = await startLocalS3({
    dir,
    port: 0,
    accessKeyId: 'bench-access',
    secretAccessKey: 'bench-secret',
    buckets: ['bench'],
    onRequest: (event) => requests.push(event),
  });
  const redis = await startRedis();
  const backend = await startBackendProcess(s3.url, redis.url);
  const client = createClient({ url: redis.url });
  client.on('error', () => {}); // Every failure also fails a call.
  await client.connect();
  const read = async (section: string, field: string) =>
    Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(await client.info(section))?.[1]);
  const meters: Meters = {
    requests,
    cpuSeconds: backend.cpuSeconds,
    redisCommands: () => read('stats', 'total_commands_processed'),
    redisCpuSeconds: async () =>
      (await read('cpu', 'used_cpu_sys')) + (await read('cpu', 'used_cpu_user')),
    redisBytes: () => read('memory', 'used_memory'),
  };
  try {
    for (const kind of KINDS) {
      const page = new Page(backend);
      for (let i = 0; i < kind.runs; i += 1) await page.upload(kind); // Lets the compiler warm up.
      report(
        `${kind.name}, means of ${kind.batch * kind.runs}`,
        await measure(kind, backend, meters),
      );
    }
    return true;
  } finally {
    client.destroy();
    await backend.stop();
    await redis.close();
    await s3.close();
    await rm(dir, { recursive: true, force: true });
  }
}

interface Meters {
  readonly requests: readonly RequestEvent[];
  cpuSeconds(): Promise<number>;
  /** Including those within scripts. */
  redisCommands(): Promise<number>;
  redisCpuSeconds(): Promise<number>;
  redisBytes(): Promise<number>;
}

async function measure(kind: Kind, backend: BackendProcess, meters: Meters): Promise<Figure[]> {
  const page = new Page(backend);
  const read = async () => ({
    cpu: await meters.cpuSeconds(),
    redisCpu: await meters.redisCpuSeconds(),
    commands: await meters.redisCommands(),
    requests: meters.requests.length,
  });
  const bytesBefore = await meters.redisBytes();
  const before = await read();
  const uploads = kind.batch * kind.runs;
  const created: CreatedUpload[][] = [];
  for (let i = 0; i < kind.runs; i += 1) created.push(await page.create(kind));
  const held = (await meters.redisBytes()) - bytesBefore;
  for (const batch of created) await page.finish(kind, batch);
  const after = await read();
  const kept = (await meters.redisBytes()) - bytesBefore;
  const toS3 = meters.requests.slice(before.requests);
  // A browser's own requests are UploadPart, PutObject and their preflights.
  const ofBackend = toS3.filter(
    ({ operation }) => !/^(?:UploadPart|PutObject|Preflight)$/.test(operation),
  );
  const each = (value: number) => value / uploads;
  return [
    { name: 'CPU time of the backend', value: each(after.cpu - before.cpu) * 1_000, unit: 'ms' },
    {
      name: 'CPU time of Redis',
      value: each(after.redisCpu - before.redisCpu) * 1_000,
      unit: 'ms',
    },
    { name: 'Redis commands', value: each(after.commands - before.commands), unit: '' },
    { name: 'memory of Redis while it is open', value: each(held), unit: 'B' },
    { name: 'memory of Redis from its end until its lifetime ends', value: each(kept), unit: 'B' },
    { name: 'requests to the backend', value: each(page.requests), unit: '' },
    { name: 'bytes to the backend', value: each(page.bytesSent), unit: 'B' },
    { name: 'bytes from the backend', value: each(page.bytesReceived), unit: 'B' },
    { name: 'token', value: created[0]?.[0]?.token.length ?? 0, unit: 'B' },
    { name: 'requests of the backend to S3', value: each(ofBackend.length), unit: '' },
    { name: 'requests of the page to S3', value: kind.partCount, unit: '' },
  ];
}

/** Uploads as the browser's engine does. */
class Page {
  requests = 0;
  bytesSent = 0;
  bytesReceived = 0;
  readonly #url: string;

  constructor({ url }: BackendProcess) {
    this.#url = url;
  }

  async upload(kind: Kind): Promise<void> {
    await this.finish(kind, await this.create(kind));
  }

  async create({ batch, partSize, partCount }: Kind): Promise<CreatedUpload[]> {
    const size = partSize * partCount;
    const integrity = integrityOf(partCount);
    const checksum = await checksumOf(bodyOf(partSize), integrity);
    const files = Array.from({ length: batch }, () => ({
      name: 'photo.jpg',
      type: 'image/jpeg',
      size,
      partSize,
      integrity,
      parts: partCount === 1 ? [{ partNumber: 1, checksum }] : [],
    }));
    const { uploads } = await this.#post<CreateResponse>(ROUTES.create, { files });
    return uploads.map((upload) => {
      if ('error' in upload) throw new Error(upload.error.message);
      return upload;
    });
  }

  async finish({ partSize, partCount }: Kind, created: readonly CreatedUpload[]): Promise<void> {
    const body = bodyOf(partSize);
    const checksum = await checksumOf(body, integrityOf(partCount));
    const finished: unknown[] = [];
    for (const { token, parts: first } of created) {
      const etags: { partNumber: number; etag: string }[] = [];
      for (let from = 1; from <= partCount; from += WINDOW) {
        const count = Math.min(WINDOW, partCount - from + 1);
        const parts = partCount === 1 ? first : await this.#presign(token, from, count, checksum);
        for (const part of parts) {
          etags.push({ partNumber: part.partNumber, etag: await put(part, body) });
        }
      }
      finished.push({ token, etags, ...(partCount === 1 && { checksum }) });
    }
    const { uploads } = await this.#post<CompleteResponse>(ROUTES.complete, { uploads: finished });
    for (const upload of uploads) if ('error' in upload) throw new Error(upload.error.message);
  }

  async #presign(
    token: string,
    from: number,
    count: number,
    checksum: string,
  ): Promise<readonly PresignedPart[]> {
    const parts = Array.from({ length: count }, (_, i) => ({ partNumber: from + i, checksum }));
    const { uploads } = await this.#post<PresignResponse>(ROUTES.presign, {
      uploads: [{ token, parts }],
    });
    const [upload] = uploads;
    if (!upload || 'error' in upload) throw new Error(JSON.stringify(uploads));
    return upload.parts;
  }

  async #post<Answer>(route: string, json: unknown): Promise<Answer> {
    const body = JSON.stringify(json);
    const response = await fetch(this.#url + route, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    this.requests += 1;
    this.bytesSent += body.length;
    this.bytesReceived += text.length;
    return JSON.parse(text) as Answer;
  }
}

const bodies = new Map<number, Buffer>();

function bodyOf(size: number): Buffer {
  const known = bodies.get(size) ?? randomBytes(size);
  bodies.set(size, known);
  return known;
}

/** The modes that pages choose. */
function integrityOf(partCount: number): 'sha256' | 'crc64nvme' {
  return partCount === 1 ? 'sha256' : 'crc64nvme';
}

async function checksumOf(body: Buffer, mode: ChecksumMode): Promise<string> {
  const known = checksums.get(body);
  if (known !== undefined) return known;
  const running = await beginChecksum(mode);
  running.update(body);
  const checksum = Buffer.from(running.digest()).toString('base64');
  checksums.set(body, checksum);
  return checksum;
}

const checksums = new Map<Buffer, string>();

async function put({ url, headers }: PresignedPart, body: Buffer): Promise<string> {
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
  const etag = response.headers.get('etag');
  if (!response.ok || etag === null) throw new Error(await response.text());
  return etag;
}
