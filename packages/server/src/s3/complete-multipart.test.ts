import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { completeMultipart } from './complete-multipart.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** Completes an upload on a store that gives one fixed response. */
async function completeWith(status: number, body: string, headers: Record<string, string> = {}) {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () =>
      response.writeHead(status, { ...headers, connection: 'close' }).end(body),
    );
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  try {
    return await completeMultipart(
      client,
      { bucket: 'media', objectKey: 'a', uploadId: 'u' },
      {
        parts: [{ partNumber: 1, size: 1, etag: '"e"' }],
        size: 1,
        integrity: 'none',
        overwrite: false,
      },
    );
  } finally {
    client.destroy();
  }
}

const xmlError = (code: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>m</Message></Error>`;

test('a response with an ETag completes the upload', async () => {
  const body =
    '<CompleteMultipartUploadResult><ETag>&quot;abc-1&quot;</ETag></CompleteMultipartUploadResult>';
  expect(await completeWith(200, body)).toEqual({
    kind: 'completed',
    etag: '"abc-1"',
    checksum: undefined,
    answer: {},
  });
});

test('the outcome has what S3 says about the object, in the body and in headers', async () => {
  const body =
    '<CompleteMultipartUploadResult><Location>https://media.s3.example/a</Location><ETag>"e"</ETag></CompleteMultipartUploadResult>';
  const headers = {
    'x-amz-version-id': 'v1',
    'x-amz-expiration': 'expiry-date="Fri, 01 Jan 2027 00:00:00 GMT", rule-id="old"',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:1:key/k',
    'x-amz-server-side-encryption-bucket-key-enabled': 'true',
    'x-amz-request-charged': 'requester',
  };
  expect(await completeWith(200, body, headers)).toMatchObject({
    answer: {
      versionId: 'v1',
      location: 'https://media.s3.example/a',
      expiration: headers['x-amz-expiration'],
      serverSideEncryption: 'aws:kms',
      sseKmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k',
      bucketKeyEnabled: true,
      requestCharged: 'requester',
    },
  });
});

test.each([
  ['an error', xmlError('InternalError')],
  ['an error and a newline', `${xmlError('InternalError')}\n`],
  ['an error after newlines that kept the connection open', `\n\n ${xmlError('InternalError')}\n`],
  ['nothing', ''],
  ['a result without an ETag', '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>'],
  ['an empty ETag', '<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>'],
  ['a proxy’s page', '<html><body>Hello</body></html>'],
])('a 200 with %s in its body leaves the outcome in doubt', async (_name, body) => {
  expect((await completeWith(200, body)).kind).toBe('in-doubt');
});

test.each([
  [404, 'NoSuchUpload', 'upload-not-found'],
  [404, 'NoSuchKey', 'upload-not-found'],
  [412, 'PreconditionFailed', 'name-taken'],
  [409, 'ConditionalRequestConflict', 'conflict'],
  [400, 'InvalidPart', 'parts-refused'],
  [400, 'InvalidPartOrder', 'parts-refused'],
  [400, 'EntityTooSmall', 'parts-refused'],
  [400, 'BadDigest', 'checksum-mismatch'],
  [400, 'InvalidDigest', 'checksum-mismatch'],
  [400, 'XAmzContentChecksumMismatch', 'checksum-mismatch'],
  [400, 'XAmzContentSHA256Mismatch', 'checksum-mismatch'],
  [400, 'IncompleteBody', 'checksum-mismatch'],
  [501, 'NotImplemented', 'unsupported'],
  [400, 'NotImplemented', 'unsupported'],
  [500, 'InternalError', 'in-doubt'],
  [503, 'SlowDown', 'in-doubt'],
  [403, 'AccessDenied', 'in-doubt'],
])('%i %s means %s', async (status, code, kind) => {
  expect((await completeWith(status, xmlError(code))).kind).toBe(kind);
});

test('a 501 without a body means unsupported', async () => {
  expect((await completeWith(501, '')).kind).toBe('unsupported');
});

test('a 412 without a body means name-taken', async () => {
  expect((await completeWith(412, '')).kind).toBe('name-taken');
});
