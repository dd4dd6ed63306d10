import { createHash } from 'node:crypto';
import type { RequestBody } from '../http/request-body.ts';
import type { S3Request } from '../http/s3-request.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import type { VerifiedRequest } from './verify.ts';

/** The content of a request, without transfer and chunk codings. */
export interface Payload {
  /** The declared size in bytes. Undefined if the request declares none. */
  readonly size: number | undefined;
  /** Reads the content once. Throws at the end if the digest, the signature or the length is wrong. */
  readonly read: () => AsyncIterable<Buffer>;
  /** Trailing headers, with names in lower case. Complete after the content was read. */
  readonly trailers: ReadonlyMap<string, string>;
}

/** Chooses how to read a body by the request's `x-amz-content-sha256`. */
export function openPayload(
  request: S3Request,
  body: RequestBody,
  verified: VerifiedRequest,
): Payload {
  const mode = verified.payloadHash;
  switch (mode) {
    case 'UNSIGNED-PAYLOAD':
      return { size: body.contentLength, read: () => body.read(), trailers: new Map() };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return chunkedPayload(request, body, undefined, true);
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return chunkedPayload(request, body, verified, false);
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return chunkedPayload(request, body, verified, true);
  }
  if (!/^[0-9a-f]{64}$/i.test(mode)) {
    throw invalidArgument(
      'x-amz-content-sha256',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD or a valid sha256 value.',
      mode,
    );
  }
  return hashedPayload(body, mode.toLowerCase());
}

function hashedPayload(body: RequestBody, expected: string): Payload {
  async function* read(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const chunk of body.read()) {
      hash.update(chunk);
      yield chunk;
    }
    const computed = hash.digest('hex');
    if (computed === expected) return;
    throw new S3Error('XAmzContentSHA256Mismatch', undefined, {
      ClientComputedContentSHA256: expected,
      S3ComputedContentSHA256: computed,
    });
  }
  return { size: body.contentLength, read, trailers: new Map() };
}

function chunkedPayload(
  request: S3Request,
  body: RequestBody,
  signer: VerifiedRequest | undefined,
  trailer: boolean,
): Payload {
  const declared = request.header('x-amz-decoded-content-length');
  if (declared === undefined || !/^\d{1,16}$/.test(declared)) {
    throw new S3Error('MissingContentLength');
  }
  const size = Number(declared);
  const decoder = new AwsChunkedDecoder(signer, trailer);
  async function* read(): AsyncGenerator<Buffer> {
    let decoded = 0;
    for await (const chunk of body.read()) {
      for (const data of decoder.push(chunk)) {
        decoded += data.length;
        if (decoded > size) throw new S3Error('IncompleteBody');
        yield data;
      }
    }
    decoder.finish();
    if (decoded !== size) throw new S3Error('IncompleteBody');
  }
  return { size, read, trailers: decoder.trailers };
}
