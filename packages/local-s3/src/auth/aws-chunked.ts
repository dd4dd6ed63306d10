import { createHash, type Hash } from 'node:crypto';
import { invalidRequest, S3Error } from '../s3-error.ts';
import { hmac, scopeText, sha256Hex } from './canonical-request.ts';
import { signatureEquals, type VerifiedRequest } from './verify.ts';

const MAX_LINE_BYTES = 16 * 1024;
const MIN_SIGNED_CHUNK_BYTES = 8 * 1024;
const EMPTY_SHA256 = sha256Hex('');

/**
 * Takes the `aws-chunked` content coding off a body: `size[;chunk-signature=...]`, data, and
 * trailing headers, verifying every signature.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class AwsChunkedDecoder {
  readonly #signer: VerifiedRequest | undefined;
  readonly #trailer: boolean;
  readonly #trailers = new Map<string, string>();
  #phase: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  #line = Buffer.alloc(0);
  #remaining = 0;
  #sawShortChunk = false;
  #previousSignature: string;
  #chunkSignature: string | undefined;
  #chunkHash: Hash | undefined;
  #trailerText = '';

  /**
   * @param signer the verified request whose key signs each chunk; undefined for unsigned chunks
   * @param trailer whether trailing headers may follow the last chunk
   */
  constructor(signer: VerifiedRequest | undefined, trailer: boolean) {
    this.#signer = signer;
    this.#trailer = trailer;
    this.#previousSignature = signer?.signature ?? '';
  }

  /** The trailing headers, with names in lower case. Complete after {@link finish}. */
  get trailers(): ReadonlyMap<string, string> {
    return this.#trailers;
  }

  /** Takes encoded bytes and yields the payload bytes among them. */
  *push(encoded: Buffer): Generator<Buffer> {
    let position = 0;
    while (position < encoded.length) {
      if (this.#phase === 'data') {
        const data = encoded.subarray(position, position + this.#remaining);
        position += data.length;
        this.#remaining -= data.length;
        this.#chunkHash?.update(data);
        if (this.#remaining === 0) this.#phase = 'data-end';
        yield data;
        continue;
      }
      const newline = encoded.indexOf(10, position);
      const end = newline < 0 ? encoded.length : newline + 1;
      this.#line = Buffer.concat([this.#line, encoded.subarray(position, end)]);
      position = end;
      if (this.#line.length > MAX_LINE_BYTES) throw malformed(this.#phase);
      if (newline < 0) return;
      const line = this.#line.toString('latin1').replace(/\r?\n$/, '');
      this.#line = Buffer.alloc(0);
      this.#takeLine(line);
    }
  }

  /** Call it at the end of the body. @throws S3Error `IncompleteBody` if the body was cut short. */
  finish(): void {
    if (this.#phase === 'trailer' && this.#line.length === 0) this.#endTrailer();
    if (this.#phase !== 'done') throw new S3Error('IncompleteBody');
  }

  #takeLine(line: string): void {
    if (this.#phase === 'size') this.#startChunk(line);
    else if (this.#phase === 'data-end') {
      if (line !== '') throw malformed(this.#phase);
      this.#endChunk();
      this.#phase = 'size';
    } else if (this.#phase === 'trailer') {
      if (line === '') this.#endTrailer();
      else this.#takeTrailer(line);
    } else if (line !== '') throw malformed(this.#phase);
  }

  #startChunk(line: string): void {
    const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    const signed = this.#signer !== undefined;
    if (match === null || (match[2] !== undefined) !== signed) throw malformed(this.#phase);
    this.#remaining = Number.parseInt(match[1] ?? '', 16);
    if (signed && this.#remaining > 0) {
      if (this.#sawShortChunk) throw new S3Error('InvalidChunkSizeError');
      this.#sawShortChunk = this.#remaining < MIN_SIGNED_CHUNK_BYTES;
    }
    this.#chunkSignature = match[2];
    this.#chunkHash = signed ? createHash('sha256') : undefined;
    if (this.#remaining > 0) {
      this.#phase = 'data';
      return;
    }
    this.#endChunk();
    this.#phase = 'trailer';
  }

  #endChunk(): void {
    const digest = this.#chunkHash?.digest('hex') ?? '';
    this.#verify('AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_SHA256, digest], this.#chunkSignature ?? '');
  }

  #takeTrailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon < 1 || !this.#trailer) throw new S3Error('MalformedTrailerError');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (this.#trailers.has(name)) throw new S3Error('MalformedTrailerError');
    this.#trailers.set(name, value);
    if (name !== 'x-amz-trailer-signature') this.#trailerText += `${name}:${value}\n`;
  }

  #endTrailer(): void {
    this.#phase = 'done';
    if (!this.#trailer || this.#signer === undefined) return;
    const signature = this.#trailers.get('x-amz-trailer-signature') ?? '';
    this.#verify('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(this.#trailerText)], signature);
  }

  #verify(algorithm: string, hashes: readonly string[], given: string): void {
    const signer = this.#signer;
    if (signer === undefined) return;
    const scope = scopeText(signer.scope);
    const lines = [algorithm, signer.timestamp, scope, this.#previousSignature, ...hashes];
    const expected = hmac(signer.key, lines.join('\n')).toString('hex');
    if (!signatureEquals(expected, given)) throw new S3Error('SignatureDoesNotMatch');
    this.#previousSignature = expected;
  }
}

function malformed(phase: string): S3Error {
  if (phase === 'trailer' || phase === 'done') return new S3Error('MalformedTrailerError');
  return invalidRequest('The body is not valid aws-chunked content.');
}
