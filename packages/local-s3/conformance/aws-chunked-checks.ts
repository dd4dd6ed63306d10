import { strict as assert } from 'node:assert';
import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Check, type CheckContext, isError, isOk } from './check.ts';
import { type RawResponse, type SignedParts, sendSigned, sha256, signRaw } from './raw-request.ts';

const CHUNKED = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html';
const TRAILER = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html';
const crc = (text: string) => {
  const raw = Buffer.alloc(4);
  raw.writeUInt32BE(crc32(text));
  return raw.toString('base64');
};

interface ChunkedPut {
  readonly mode: string;
  readonly decodedLength: number;
  readonly headers?: Record<string, string>;
  readonly body: (signed: SignedParts) => string;
}

async function putChunked(t: CheckContext, path: string, put: ChunkedPut): Promise<RawResponse> {
  const raw = {
    method: 'PUT',
    path,
    payloadHash: put.mode,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(put.decodedLength),
      ...put.headers,
    },
  };
  const signed = signRaw(t.target, raw);
  return sendSigned(t.target, raw, signed, put.body(signed));
}

/** Signs the chunks in order. Each signature covers the previous one. */
function signChunks(signed: SignedParts, chunks: readonly string[], trailer?: string): string {
  let previous = signed.signature;
  const sign = (algorithm: string, ...hashes: string[]) => {
    const toSign = [algorithm, signed.timestamp, signed.scope, previous, ...hashes].join('\n');
    previous = createHmac('sha256', signed.key).update(toSign).digest('hex');
    return previous;
  };
  const body = [...chunks, ''].map((chunk) => {
    const signature = sign('AWS4-HMAC-SHA256-PAYLOAD', sha256(''), sha256(chunk));
    const end = chunk === '' ? '' : `${chunk}\r\n`;
    return `${chunk.length.toString(16)};chunk-signature=${signature}\r\n${end}`;
  });
  if (trailer === undefined) return `${body.join('')}\r\n`;
  const signature = sign('AWS4-HMAC-SHA256-TRAILER', sha256(`${trailer}\n`));
  return `${body.join('')}${trailer}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
}

const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

async function stored(t: CheckContext, path: string): Promise<string> {
  const got = await t.raw({ method: 'GET', path });
  assert.equal(got.headers['content-encoding'], undefined);
  return got.text;
}

/** The `aws-chunked` content coding. */
export const awsChunkedChecks: readonly Check[] = [
  {
    name: 'signed chunks are verified and stored without their framing',
    doc: CHUNKED,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const chunks = ['a'.repeat(8192), 'end'];
      const body = (signed: SignedParts) => signChunks(signed, chunks);
      isOk(await putChunked(t, path, { mode: SIGNED, decodedLength: 8195, body }));
      assert.equal(await stored(t, path), chunks.join(''));
    },
  },
  {
    name: 'a signed chunk whose bytes changed is SignatureDoesNotMatch',
    doc: CHUNKED,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      isError(
        await putChunked(t, path, {
          mode: SIGNED,
          decodedLength: 5,
          body: (signed) => signChunks(signed, ['hello']).replace('hello', 'hellO'),
        }),
        403,
        'SignatureDoesNotMatch',
      );
      isError(await t.raw({ method: 'GET', path }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'a signed chunk under 8 KB that is not the last is InvalidChunkSizeError',
    doc: CHUNKED,
    run: async (t) =>
      isError(
        await putChunked(t, t.path(t.newKey().Key), {
          mode: SIGNED,
          decodedLength: 10,
          body: (signed) => signChunks(signed, ['hello', 'world']),
        }),
        403,
        'InvalidChunkSizeError',
      ),
  },
  {
    name: 'signed chunks with a signed trailing checksum are accepted',
    doc: TRAILER,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const trailer = `x-amz-checksum-crc32:${crc('hello')}`;
      isOk(
        await putChunked(t, path, {
          mode: `${SIGNED}-TRAILER`,
          decodedLength: 5,
          headers: { 'x-amz-trailer': 'x-amz-checksum-crc32' },
          body: (signed) => signChunks(signed, ['hello'], trailer),
        }),
      );
    },
  },
  {
    name: 'a tampered signed trailer is SignatureDoesNotMatch',
    doc: TRAILER,
    run: async (t) => {
      const trailer = `x-amz-checksum-crc32:${crc('hello')}`;
      isError(
        await putChunked(t, t.path(t.newKey().Key), {
          mode: `${SIGNED}-TRAILER`,
          decodedLength: 5,
          headers: { 'x-amz-trailer': 'x-amz-checksum-crc32' },
          body: (signed) =>
            signChunks(signed, ['hello'], trailer).replace(crc('hello'), crc('hellO')),
        }),
        403,
        'SignatureDoesNotMatch',
      );
    },
  },
  {
    name: 'unsigned chunks with a trailing checksum are verified and stored',
    doc: TRAILER,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const put = await putChunked(t, path, {
        mode: UNSIGNED_TRAILER,
        decodedLength: 5,
        headers: { 'x-amz-trailer': 'x-amz-checksum-crc32' },
        body: () => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc('hello')}\r\n\r\n`,
      });
      isOk(put);
      assert.equal(put.headers['x-amz-checksum-crc32'], crc('hello'));
      assert.equal(await stored(t, path), 'hello');
    },
  },
  {
    name: 'a wrong trailing checksum is BadDigest and leaves no object',
    doc: TRAILER,
    run: async (t) => {
      const path = t.path(t.newKey().Key);
      const put = await putChunked(t, path, {
        mode: UNSIGNED_TRAILER,
        decodedLength: 5,
        headers: { 'x-amz-trailer': 'x-amz-checksum-crc32' },
        body: () => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc('other')}\r\n\r\n`,
      });
      isError(put, 400, 'BadDigest');
      isError(await t.raw({ method: 'GET', path }), 404, 'NoSuchKey');
    },
  },
  {
    name: 'a missing announced trailer is MalformedTrailerError',
    doc: TRAILER,
    run: async (t) =>
      isError(
        await putChunked(t, t.path(t.newKey().Key), {
          mode: UNSIGNED_TRAILER,
          decodedLength: 5,
          headers: { 'x-amz-trailer': 'x-amz-checksum-crc32' },
          body: () => '5\r\nhello\r\n0\r\n\r\n',
        }),
        400,
        'MalformedTrailerError',
      ),
  },
  {
    name: 'fewer decoded bytes than announced are IncompleteBody',
    doc: CHUNKED,
    run: async (t) =>
      isError(
        await putChunked(t, t.path(t.newKey().Key), {
          mode: SIGNED,
          decodedLength: 6,
          body: (signed) => signChunks(signed, ['hello']),
        }),
        400,
        'IncompleteBody',
      ),
  },
  {
    name: 'aws-chunked without x-amz-decoded-content-length is MissingContentLength',
    doc: CHUNKED,
    run: async (t) => {
      const raw = { method: 'PUT', path: t.path(t.newKey().Key), payloadHash: SIGNED };
      const signed = signRaw(t.target, raw);
      const body = signChunks(signed, ['hello']);
      isError(await sendSigned(t.target, raw, signed, body), 411, 'MissingContentLength');
    },
  },
];
