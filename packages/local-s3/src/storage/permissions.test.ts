import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { CheckContext } from '../../conformance/check.ts';
import { post } from '../../conformance/post-form.ts';
import { spawnServer } from '../testing/spawned-server.ts';
import { BUCKET, startTestServer, TEST_CREDENTIALS } from '../testing/test-server.ts';

const MiB = 1024 ** 2;
const FOLDER = '700';
const FILE = '600';

test.runIf(process.platform !== 'win32')(
  'only the owner can read objects, parts and records, even with a umask of 0',
  async () => {
    const parent = await mkdtemp(join(tmpdir(), 'local-s3-permissions-'));
    onTestFinished(() => rm(parent, { recursive: true, force: true }));
    const dir = join(parent, 'new', 'store');
    // Only a process of its own has a umask of its own.
    const { client } = await spawnServer(dir, ['sh', '-c', 'umask 000 && exec "$@"', 'sh']);
    await storeObjects(client);
    await uploadParts(client);
    await client.send(
      new PutBucketCorsCommand({
        Bucket: BUCKET,
        CORSConfiguration: { CORSRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'] }] },
      }),
    );

    const modes = await readModes(parent);
    const data = [...modes].filter(([path]) => path.includes('/data/'));
    // Of the put object, its copy, the form, the completed upload's two parts, and of the unfinished upload.
    expect(data.map(([, mode]) => mode).sort()).toEqual([
      ...Array(7).fill(FILE),
      ...Array(2).fill(FOLDER),
    ]);
    const tooOpen = [...modes].filter(([, mode]) => mode !== FOLDER && mode !== FILE);
    expect(tooOpen).toEqual([]);
    expect([...modes.keys()]).toEqual(expect.arrayContaining(['new', 'new/store/local-s3.pid']));
  },
);

test.runIf(process.platform !== 'win32')(
  'the next start closes a store that all users could read',
  async () => {
    const first = await startTestServer();
    await first.s3.close();
    const buckets = join(first.dir, 'buckets');
    await chmod(buckets, 0o755);
    await startTestServer({ dir: first.dir });
    expect(modeOf(await stat(buckets))).toBe(FOLDER);
  },
);

/** Stores one object in each way that takes one request. */
async function storeObjects(client: S3Client): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'put', Body: 'put' }));
  await client.send(
    new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/put` }),
  );
  const { protocol, hostname, port } = (await client.config.endpoint?.()) ?? {};
  const endpoint = `${protocol}//${hostname}:${port}`;
  const context = new CheckContext(
    { endpoint, region: 'us-east-1', ...TEST_CREDENTIALS },
    client,
    BUCKET,
  );
  expect((await post(context, { fields: { key: 'form' } })).status).toBe(204);
}

/** Leaves one completed upload, with an uploaded and a copied part, and one unfinished upload. */
async function uploadParts(client: S3Client): Promise<void> {
  const done = { Bucket: BUCKET, Key: 'done' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(done));
  const first = { ...done, UploadId, PartNumber: 1, Body: randomBytes(5 * MiB) };
  const second = { ...done, UploadId, PartNumber: 2, CopySource: `${BUCKET}/put` };
  const { ETag } = await client.send(new UploadPartCommand(first));
  const copied = await client.send(new UploadPartCopyCommand(second));
  const Parts = [
    { PartNumber: 1, ETag },
    { PartNumber: 2, ETag: copied.CopyPartResult?.ETag },
  ];
  await client.send(
    new CompleteMultipartUploadCommand({ ...done, UploadId, MultipartUpload: { Parts } }),
  );
  const unfinished = { Bucket: BUCKET, Key: 'unfinished' };
  const other = await client.send(new CreateMultipartUploadCommand(unfinished));
  await client.send(
    new UploadPartCommand({ ...unfinished, UploadId: other.UploadId, PartNumber: 1, Body: 'part' }),
  );
}

/** The permissions of everything below a folder, by relative path. */
async function readModes(folder: string): Promise<Map<string, string>> {
  const paths = await readdir(folder, { recursive: true });
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, modeOf(await stat(join(folder, path)))] as const),
    ),
  );
}

function modeOf({ mode }: { readonly mode: number }): string {
  return (mode & 0o777).toString(8);
}
