import { createServer } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import express from 'express';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createUploadRouter } from '../express/upload-router.ts';
import { createUploadHandler } from '../fetch/upload-handler.ts';

const s3 = new S3Client({ region: 'us-east-1' });
const options = {
  s3,
  bucket: 'media',
  authorize: () => ({ subject: 'alice' }),
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32) }],
};
afterAll(() => s3.destroy());

interface Call {
  /** How the browser reaches the proxy in front of the backend. */
  readonly scheme: 'http' | 'https';
  /** The scheme of the page, whose host and port are those of the backend. */
  readonly page: string;
  readonly fetchSite?: string;
}

/** Behind a proxy that terminates TLS. Returns the status for one call. */
async function callExpress(trust: string | false, { scheme, page, fetchSite }: Call) {
  const app = express().set('trust proxy', trust).use('/api', createUploadRouter(options));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  const host = `127.0.0.1:${port}`;
  const headers = { ...headersOf(`${page}//${host}`, fetchSite), 'x-forwarded-proto': scheme };
  return (await fetch(`http://${host}/api/policy`, { headers })).status;
}

/** The framework puts the scheme into the request's URL. */
async function callFetch({ scheme, page, fetchSite }: Call) {
  const handle = createUploadHandler({ ...options, basePath: '/api' });
  const headers = headersOf(`${page}//app.example`, fetchSite);
  return (await handle(new Request(`${scheme}://app.example/api/policy`, { headers }))).status;
}

function headersOf(origin: string, fetchSite: string | undefined) {
  return { origin, ...(fetchSite && { 'sec-fetch-site': fetchSite }) };
}

describe.each([
  ['Express', (call: Call) => callExpress('loopback', call)],
  ['Fetch API', callFetch],
])('%s: of pages on the own host and port,', (_name, statusOf) => {
  test.each<[number, Call]>([
    [200, { scheme: 'https', page: 'https:' }],
    [403, { scheme: 'https', page: 'http:' }],
    [200, { scheme: 'http', page: 'http:' }],
    // A proxy that terminates TLS can leave out the scheme.
    [200, { scheme: 'http', page: 'https:' }],
    [403, { scheme: 'http', page: 'ftp:' }],
    // The browser knows better than any proxy.
    [403, { scheme: 'http', page: 'http:', fetchSite: 'cross-site' }],
    [403, { scheme: 'http', page: 'https:', fetchSite: 'same-site' }],
    [200, { scheme: 'https', page: 'http:', fetchSite: 'same-origin' }],
  ])('the answer is %i to %j', async (status, call) => {
    expect(await statusOf(call)).toBe(status);
  });
});

test('Express: the scheme that an untrusted client sends does not count', async () => {
  expect(await callExpress(false, { scheme: 'https', page: 'http:' })).toBe(200);
});
