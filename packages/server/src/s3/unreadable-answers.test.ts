import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { createAwsGateway } from './aws-gateway.ts';

const object = { bucket: 'media', objectKey: 'folder/a' };
const upload = { ...object, uploadId: 'u1' };
const headers = { contentType: 'text/plain', metadata: {} };

/** A gateway to a store that answers every request alike. */
async function startStore(listener: RequestListener) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    response.setHeader('connection', 'close');
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const options = { urlLifetimeSeconds: 900, now: () => Date.now() };
  return { client, gateway: createAwsGateway(client, options), requests: () => requests };
}

const XML =
  '<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>';

test.each<[string, string, RequestListener]>([
  ['XML that ends early', 'storage-misconfigured', (_, reply) => reply.end(XML.slice(0, 50))],
  ['text', 'storage-misconfigured', (_, reply) => reply.end('<p>Sign in to this network')],
  [
    'text with 403',
    'storage-misconfigured',
    (_, reply) => reply.writeHead(403).end('<p>Blocked by the firewall'),
  ],
  [
    'text with 502',
    'storage-unavailable',
    (_, reply) => reply.writeHead(502).end('<p>Bad gateway'),
  ],
  [
    'a connection that breaks off',
    'storage-unavailable',
    (_, reply) => {
      reply.writeHead(200, { 'content-length': XML.length });
      reply.write(XML.slice(0, 50), () => reply.destroy());
    },
  ],
])('an answer that cannot be read is not “refused”: %s', async (_name, code, listener) => {
  const { gateway } = await startStore(listener);
  await expect(gateway.createMultipartUpload(object, headers, 'none')).rejects.toMatchObject({
    code,
  });
  await expect(gateway.listParts(upload, 'none')).rejects.toMatchObject({ code });
});

test('what S3 itself refuses is “refused”', async () => {
  const { gateway } = await startStore((_, reply) =>
    reply.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>'),
  );
  await expect(gateway.listParts(upload, 'none')).rejects.toMatchObject({
    code: 'storage-refused',
  });
});

test('if S3 created an upload and its ID is lost, the owner learns the key', async () => {
  for (const body of [XML.slice(0, 50), '<InitiateMultipartUploadResult/>']) {
    const { gateway } = await startStore((_, reply) => reply.end(body));
    const created = gateway.createMultipartUpload(object, headers, 'none');
    await expect(created).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/^S3 created an upload for folder\/a .* sweeper/) },
    });
  }
});

test('a runtime without an XML parser fails before the first request', async () => {
  const { client, gateway, requests } = await startStore((_, reply) => reply.end(XML));
  // What the SDK's build for browsers does in Cloudflare Workers.
  client.middlewareStack.add(
    (next) => async (args) => {
      const { response } = await next(args);
      const error = new ReferenceError('DOMParser is not defined');
      throw Object.assign(error, { $response: response });
    },
    { step: 'deserialize', priority: 'high' },
  );
  await expect(gateway.createMultipartUpload(object, headers, 'none')).rejects.toMatchObject({
    code: 'storage-misconfigured',
    cause: { message: expect.stringMatching(/DOMParser is not defined.*frameworks\.md/) },
  });
  expect(requests()).toBe(0);
});
