import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test, vi } from 'vitest';
import { BUCKET, startTestServer, type TestServer } from '../testing/test-server.ts';

const target = { Bucket: BUCKET, Key: 'k' };

/** Starts a conditional PutObject and returns when its first bytes are on disk. */
async function startPut(
  { client, dir }: TestServer,
  condition: { IfMatch?: string; IfNoneMatch?: string },
) {
  const url = await getSignedUrl(client, new PutObjectCommand({ ...target, ...condition }));
  const headers: Record<string, string> = { 'content-length': '300000' };
  if (condition.IfMatch !== undefined) headers['if-match'] = condition.IfMatch;
  if (condition.IfNoneMatch !== undefined) headers['if-none-match'] = condition.IfNoneMatch;
  const put = request(url, { method: 'PUT', headers });
  put.write(Buffer.alloc(100_000));
  await vi.waitFor(async () => expect(await readdir(join(dir, 'tmp'))).toHaveLength(1));
  return async () => {
    put.end(Buffer.alloc(200_000));
    const [response] = await once(put, 'response');
    const body = response.statusCode === 200 ? '' : String(await once(response, 'data'));
    return [response.statusCode, /<Code>(\w+)</.exec(body)?.[1]];
  };
}

test('a conditional create does not replace an object that appears during the upload', async () => {
  const server = await startTestServer();
  const finish = await startPut(server, { IfNoneMatch: '*' });
  await server.client.send(new PutObjectCommand({ ...target, Body: 'first' }));
  expect(await finish()).toEqual([412, 'PreconditionFailed']);
});

test('a conditional replacement of an object that is deleted during the upload is a conflict', async () => {
  const server = await startTestServer();
  const { ETag = '' } = await server.client.send(new PutObjectCommand({ ...target, Body: 'x' }));
  const finish = await startPut(server, { IfMatch: ETag });
  await server.client.send(new DeleteObjectCommand(target));
  expect(await finish()).toEqual([409, 'ConditionalRequestConflict']);
});

test('a conditional replacement does not replace an object that changed during the upload', async () => {
  const server = await startTestServer();
  const { ETag = '' } = await server.client.send(new PutObjectCommand({ ...target, Body: 'x' }));
  const finish = await startPut(server, { IfMatch: ETag });
  await server.client.send(new PutObjectCommand({ ...target, Body: 'y' }));
  expect(await finish()).toEqual([412, 'PreconditionFailed']);
});

test('a conditional DELETE deletes only the object that it names, and succeeds if there is none', async () => {
  const { client } = await startTestServer();
  const { ETag = '' } = await client.send(new PutObjectCommand({ ...target, Body: 'x' }));
  await client.send(new PutObjectCommand({ ...target, Body: 'y' }));
  const remove = (IfMatch: string) => client.send(new DeleteObjectCommand({ ...target, IfMatch }));
  await expect(remove(ETag)).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  const { ETag: current = '' } = await client.send(new HeadObjectCommand(target));
  await remove(current);
  await expect(client.send(new HeadObjectCommand(target))).rejects.toThrow();
  await remove(current);
});
