import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateMultipartUploadCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createCRC64 } from 'hash-wasm';
import { median, report } from './report.ts';
import { startProcess } from './start-process.ts';

const MiB = 1024 ** 2;
const PART_SIZE = 16 * MiB;
const PARALLEL = 16;
const PARTS = 64;
const RUNS = 5;
const CREDENTIALS = { accessKeyId: 'bench-access', secretAccessKey: 'bench-secret' };
/** The polynomial of CRC-64/NVME, as `x-amz-checksum-crc64nvme` uses it. */
const NVME_POLYNOMIAL = '9a6c9329ac4bc9b5';

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends sixteen parallel presigned UploadParts of 16 MiB. The server computes MD5 ETags and verifies CRC64NVME. The
 * baseline is a bare Node server that only writes the bodies to disk and computes their MD5. The two take turns.
 */
export async function measureLocalS3(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-s3-'));
  const part = randomBytes(PART_SIZE);
  const crc = await createCRC64(NVME_POLYNOMIAL);
  const checksum = Buffer.from(crc.init().update(part).digest('hex'), 'hex').toString('base64');
  const s3 = await startProcess(localS3Arguments(join(folder, 's3')));
  const bare = await startProcess([
    fileURLToPath(new URL('./bare-server.ts', import.meta.url)),
    folder,
  ]);
  const client = new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: CREDENTIALS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  try {
    const rates = { s3: [] as number[], bare: [] as number[] };
    for (let run = 0; run < RUNS; run += 1) {
      rates.s3.push(await send(part, await presign(client, `object-${run}`, checksum)));
      rates.bare.push(await send(part, sameTarget(bare.url)));
    }
    return report(`local-s3: ${PARALLEL} parallel UploadParts of 16 MiB, medians of ${RUNS} runs`, [
      { name: 'local-s3', value: median(rates.s3), unit: 'MB/s' },
      { name: 'bare Node server', value: median(rates.bare), unit: 'MB/s' },
      {
        name: 'ratio',
        value: median(rates.s3) / median(rates.bare),
        unit: '',
        bar: { atLeast: 0.7 },
      },
      {
        name: 'memory of local-s3, highest',
        value: peakMiB(s3.process),
        unit: 'MiB',
        bar: { atMost: 150 },
      },
    ]);
  } finally {
    client.destroy();
    await Promise.all([s3.stop(), bare.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function sameTarget(url: string): readonly Target[] {
  return Array.from({ length: PARTS }, () => ({ url, headers: {} }));
}

function localS3Arguments(dir: string): readonly string[] {
  const cli = fileURLToPath(new URL('../../../packages/local-s3/dist/cli.js', import.meta.url));
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
  return [cli, '--dir', dir, '--port', '0', '--bucket', 'bench', ...keys];
}

async function presign(
  client: S3Client,
  Key: string,
  checksum: string,
): Promise<readonly Target[]> {
  const target = { Bucket: 'bench', Key };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'CRC64NVME' }),
  );
  const sign = async (PartNumber: number): Promise<Target> => {
    const command = new UploadPartCommand({
      ...target,
      UploadId,
      PartNumber,
      ContentLength: PART_SIZE,
      ChecksumCRC64NVME: checksum,
    });
    const unhoistableHeaders = new Set(['x-amz-checksum-crc64nvme']);
    const url = await getSignedUrl(client, command, { unhoistableHeaders });
    return { url, headers: { 'x-amz-checksum-crc64nvme': checksum } };
  };
  return Promise.all(Array.from({ length: PARTS }, (_, i) => sign(i + 1)));
}

/** Sends the same part to every target over sixteen connections. Returns MB/s. */
async function send(part: Buffer, targets: readonly Target[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  const started = performance.now();
  const waiting = [...targets];
  const worker = async (): Promise<void> => {
    for (let target = waiting.pop(); target; target = waiting.pop()) await put(agent, part, target);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  agent.destroy();
  return (targets.length * PART_SIZE) / 1000 / (performance.now() - started);
}

async function put(agent: Agent, part: Buffer, { url, headers }: Target): Promise<void> {
  const outgoing = request(url, {
    agent,
    method: 'PUT',
    headers: { ...headers, 'content-length': part.length },
  });
  outgoing.end(part);
  const [incoming] = await once(outgoing, 'response');
  incoming.resume();
  await once(incoming, 'end');
  if (incoming.statusCode !== 200)
    throw new Error(`The server answered a part with ${incoming.statusCode}.`);
}

/** The peak resident memory of a process, as Linux counts it. */
function peakMiB({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
