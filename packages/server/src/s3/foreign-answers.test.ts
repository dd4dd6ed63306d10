import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';
import { createAwsGateway } from './aws-gateway.ts';
import type { S3Gateway } from './s3-gateway.ts';

let server: Server | undefined;
let client: S3Client | undefined;
afterEach(() => {
  client?.destroy();
  server?.close();
});

const upload = { bucket: 'media', objectKey: 'a', uploadId: 'u' };

const xml = (code: string) =>
  `<Error><Code>${code}</Code><Message>m</Message><Region>eu-west-1</Region></Error>`;

const foreign = (operation: string) => ({
  code: 'storage-misconfigured',
  cause: { message: expect.stringContaining(`The answer to ${operation} has no`) },
});

/** A gateway to a server that answers every request in the same way. */
async function gatewayTo(listener: RequestListener): Promise<S3Gateway> {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => listener(request, response.setHeader('connection', 'close')));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  return createAwsGateway(client, { urlLifetimeSeconds: 900, now: () => Date.now() });
}

describe('a request for another region than the bucket’s is told as that, with the region', () => {
  const misplaced = {
    code: 'storage-misconfigured',
    message: expect.stringContaining('in the region eu-west-1'),
  };

  test.each([
    [301, 'PermanentRedirect'],
    [307, 'TemporaryRedirect'],
    [400, 'AuthorizationHeaderMalformed'],
    [400, 'IllegalLocationConstraintException'],
  ])('%i %s', async (status, code) => {
    const gateway = await gatewayTo((_, response) => response.writeHead(status).end(xml(code)));
    await expect(gateway.listParts(upload, 'none')).rejects.toMatchObject(misplaced);
  });

  test.each([301, 400])('%i without a body, as for HeadObject', async (status) => {
    const headers = { 'x-amz-bucket-region': 'eu-west-1' };
    const gateway = await gatewayTo((_, response) => response.writeHead(status, headers).end());
    await expect(gateway.head(upload, 'none')).rejects.toMatchObject(misplaced);
  });

  test('a redirect without a region', async () => {
    const gateway = await gatewayTo((_, response) =>
      response.writeHead(301, { location: 'https://elsewhere.example' }).end(),
    );
    await expect(gateway.head(upload, 'none')).rejects.toMatchObject({
      code: 'storage-misconfigured',
      message: expect.stringContaining('another region'),
    });
  });
});

describe('a 200 that lacks what S3 always sends is not believed', () => {
  const asS3 = { etag: '"e"', 'last-modified': new Date(0).toUTCString() };

  test.each([
    ['no ETag', { 'content-length': '0', 'last-modified': asS3['last-modified'] }],
    ['no date', { 'content-length': '5', etag: asS3.etag }],
  ])('HeadObject with %s', async (_name, headers) => {
    const gateway = await gatewayTo((_, response) => response.writeHead(200, headers).end());
    await expect(gateway.head(upload, 'none')).rejects.toMatchObject(foreign('HeadObject'));
  });

  test('HeadObject with both is S3’s', async () => {
    const gateway = await gatewayTo((_, response) => response.writeHead(200, asS3).end());
    expect(await gateway.head(upload, 'none')).toMatchObject({ etag: '"e"' });
  });

  test('ListParts and ListMultipartUploads without a body', async () => {
    const gateway = await gatewayTo((_, response) => response.writeHead(200).end());
    await expect(gateway.listParts(upload, 'none')).rejects.toMatchObject(foreign('ListParts'));
    const listed = gateway.listUploads({ bucket: 'media', prefix: '' });
    await expect(listed).rejects.toMatchObject(foreign('ListMultipartUploads'));
  });
});

test('a HEAD that a store answers with 501 is never retried', async () => {
  const gateway = await gatewayTo((_, response) => response.writeHead(501).end());
  const failure = { code: 'storage-misconfigured', retryAfterMs: undefined };
  await expect(gateway.head(upload, 'none')).rejects.toMatchObject(failure);
});
