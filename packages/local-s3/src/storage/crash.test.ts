import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { spawnServer } from '../testing/spawned-server.ts';
import { BUCKET, startTestServer } from '../testing/test-server.ts';

test.each([40, 120])(
  'a server that is killed while it works keeps everything that it confirmed and nothing incomplete (after %i parts)',
  async (confirmedBeforeKill) => {
    const dir = await mkdtemp(join(tmpdir(), 'local-s3-crash-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const { child, client } = await spawnServer(dir);
    const target = { Bucket: BUCKET, Key: 'big' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    const confirmed = new Map<number, string>();
    const put = new Map<string, string>();
    const body = randomBytes(100_000);

    // Eight workers upload parts, objects and the same part again until the server is killed.
    let next = 0;
    const worker = async () => {
      while (child.exitCode === null && !child.killed) {
        const i = next++;
        const Body = body.subarray(i % 1000);
        const partNumber = (i % 700) + 1;
        const { ETag = '' } = await client.send(
          new UploadPartCommand({ ...target, UploadId, PartNumber: partNumber, Body }),
        );
        confirmed.set(partNumber, ETag);
        const stored = await client.send(
          new PutObjectCommand({ Bucket: BUCKET, Key: `small/${i}`, Body }),
        );
        put.set(`small/${i}`, stored.ETag ?? '');
        if (confirmed.size >= confirmedBeforeKill) child.kill('SIGKILL');
      }
    };
    const died = new Promise((resolve) => child.once('exit', resolve));
    await Promise.allSettled(Array.from({ length: 8 }, worker));
    await died;

    const again = await startTestServer({ dir });
    const { Parts = [] } = await again.client.send(new ListPartsCommand({ ...target, UploadId }));
    const listed = new Map(Parts.map(({ PartNumber, ETag }) => [PartNumber ?? 0, ETag ?? '']));
    for (const [partNumber, etag] of confirmed) expect(listed.get(partNumber)).toBe(etag);

    const { Contents = [] } = await again.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(Contents.map(({ Key }) => Key)).toEqual(expect.arrayContaining([...put.keys()]));
    await Promise.all(
      Contents.map(async ({ Key, ETag }) => {
        const got = await again.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        const bytes = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
        expect(`"${createHash('md5').update(bytes).digest('hex')}"`).toBe(ETag);
      }),
    );
    expect(await readdir(join(dir, 'tmp'))).toEqual([]);
    const data = await readdir(join(dir, 'buckets', BUCKET, 'data'));
    expect(data).toHaveLength(Contents.length + 1);
  },
);

test('the next start removes everything that a crash can leave', async () => {
  const first = await startTestServer();
  const { client, dir } = first;
  const target = { Bucket: BUCKET, Key: 'done' };
  const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand(target));
  const parts = [];
  for (const PartNumber of [1, 2]) {
    const part = { ...target, UploadId, PartNumber, Body: 'a part of 20 bytes..' };
    parts.push({ PartNumber, ETag: (await client.send(new UploadPartCommand(part))).ETag });
  }
  const data = join(dir, 'buckets', BUCKET, 'data');
  const [, second = ''] = (await readdir(join(data, UploadId))).filter(
    (name) => name !== 'upload.json',
  );
  await client.send(
    new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }),
  );
  await first.s3.close();
  // As if the server was killed between writing the object's record and the cleanup, in several
  // places.
  await writeFile(join(data, UploadId, 'upload.json'), '{}');
  await writeFile(join(data, UploadId, second.replace('00002', '00003')), 'part not used');
  await writeFile(join(data, 'a-body-without-object'), 'lost');
  await writeFile(join(dir, 'tmp', 'unfinished'), 'unfinished');
  const again = await startTestServer({ dir });
  const got = await again.client.send(new GetObjectCommand(target));
  expect(await got.Body?.transformToString()).toBe('a part of 20 bytes..'.repeat(2));
  expect(await readdir(data)).toEqual([UploadId]);
  expect(await readdir(join(data, UploadId))).toHaveLength(2);
  expect(await readdir(join(dir, 'tmp'))).toEqual([]);
});
