import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { spawnServer } from '../testing/spawned-server.ts';
import { BUCKET, errorCode } from '../testing/test-server.ts';

const MiB = 1024 ** 2;

/** Gives the following commands their own disk of 20 MiB, which disappears with the process. Needs Linux. */
const SMALL_DISK = ['unshare', '--map-root-user', '--mount', 'sh', '-c'];
const MOUNT = 'mount -t tmpfs -o size=20m tmpfs "$0" && exec "$@"';

const [unshare = '', ...mayUnshare] = [...SMALL_DISK, MOUNT, tmpdir(), 'true'];

test.runIf(spawnSync(unshare, mayUnshare).status === 0)(
  'a server with a full disk answers 503, keeps everything that it confirmed, and recovers when there is space again',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'local-s3-full-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const { client } = await spawnServer(dir, [...SMALL_DISK, MOUNT, dir]);
    const ballast = { Bucket: BUCKET, Key: 'ballast' };
    await client.send(new PutObjectCommand({ ...ballast, Body: randomBytes(8 * MiB) }));
    const target = { Bucket: BUCKET, Key: 'big' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    const part = randomBytes(5 * MiB);
    const put = (PartNumber: number) =>
      client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body: part }));

    const confirmed = [await put(1), await put(2)];
    expect(await errorCode(put(3))).toBe('ServiceUnavailable');
    const tooLarge = new PutObjectCommand({
      Bucket: BUCKET,
      Key: 'other',
      Body: randomBytes(9 * MiB),
    });
    expect(await errorCode(client.send(tooLarge))).toBe('ServiceUnavailable');
    const listed = await client.send(new ListPartsCommand({ ...target, UploadId }));
    expect(listed.Parts?.map(({ ETag }) => ETag)).toEqual(confirmed.map(({ ETag }) => ETag));
    const kept = await client.send(new GetObjectCommand(ballast));
    expect((await kept.Body?.transformToByteArray())?.length).toBe(8 * MiB);
    expect(
      await errorCode(client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'other' }))),
    ).toBe('NoSuchKey');

    // A rejected part must leave nothing: the freed space must be enough now.
    await client.send(new DeleteObjectCommand(ballast));
    const parts = [...confirmed, await put(3)];
    const Parts = parts.map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 }));
    await client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );
    const whole = await client.send(new GetObjectCommand(target));
    expect(
      Buffer.concat([part, part, part]).equals(
        (await whole.Body?.transformToByteArray()) ?? new Uint8Array(),
      ),
    ).toBe(true);
    expect(
      await errorCode(client.send(new AbortMultipartUploadCommand({ ...target, UploadId }))),
    ).toBe('NoSuchUpload');
  },
);
