import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { ROUTES } from '@slipway/protocol';
import express from 'express';
import { expect, test } from 'vitest';
import { createUploadRouter } from './upload-router.ts';

const options = {
  // Never called: a small file is only presigned.
  s3: new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }),
  bucket: 'media',
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32) }],
};
const json = { 'content-type': 'application/json' };
const create = { files: [{ name: 'a', size: 1, type: '', partSize: 5 * 1_024 ** 2 }] };

test('the router accepts a body that the app has already parsed', async () => {
  const app = express();
  app.use(express.json());
  app.use('/api', createUploadRouter({ ...options, authorize: () => ({ subject: 'a' }) }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api${ROUTES.create}`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(create),
    });
    const { uploads } = JSON.parse(await response.text());
    expect(uploads[0]).toHaveProperty('token');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
