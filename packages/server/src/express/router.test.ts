import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { createUploadRouter } from './upload-router.ts';

const options = {
  s3: new S3Client({ region: 'us-east-1' }),
  bucket: 'media',
  authorize: () => ({ subject: 'a' }),
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32) }],
};

async function listen(trust: string | false): Promise<number> {
  const app = express().set('trust proxy', trust).use('/api', createUploadRouter(options));
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Returns the status for a page of `origin`, called under the host that a proxy tells. */
async function statusOf(trust: string | false, origin: string, forwardedHost: string) {
  const port = await listen(trust);
  const headers = { origin, 'x-forwarded-host': forwardedHost };
  return (await fetch(`http://127.0.0.1:${port}/api/policy`, { headers })).status;
}

test.each([
  ['app.example:8443', 'https://app.example:8443', 200],
  ['app.example:8443, inner.example', 'https://app.example:8443', 200],
  ['app.example:8443', 'https://app.example', 403],
  ['app.example', 'https://app.example:8443', 403],
])('behind a trusted proxy of the host %s, a page of %s gets %i', async (host, origin, status) => {
  expect(await statusOf('loopback', origin, host)).toBe(status);
});

test('the host that an untrusted client sends does not count', async () => {
  expect(await statusOf(false, 'https://app.example', 'app.example')).toBe(403);
});

test.each(['/api/policy#', '/api\\policy#', '/api//policy', '/api/x/../policy', '/api/%2e/policy'])(
  'the router answers 400 to %s, because a proxy can read it as another path',
  async (path) => {
    const socket = connect(await listen(false), '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`);
    const [head, body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body).error.code).toBe('invalid-request');
  },
);
