import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { S3Error } from '../s3-error.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';

/** Decodes a body that arrives in pieces, cut at these positions. */
function decode(encoded: Buffer, cuts: readonly number[]) {
  const decoder = new AwsChunkedDecoder(undefined, true);
  const bounds = [0, ...cuts.map((cut) => cut % (encoded.length + 1)), encoded.length];
  const sorted = bounds.sort((a, b) => a - b);
  const payload: Buffer[] = [];
  for (const [i, start] of sorted.entries()) {
    for (const data of decoder.push(encoded.subarray(start, sorted[i + 1] ?? start))) {
      payload.push(Buffer.from(data));
    }
  }
  decoder.finish();
  return { payload: Buffer.concat(payload), trailers: decoder.trailers };
}

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 6 });
const cuts = fc.array(fc.nat(), { maxLength: 10 });

test('any payload arrives unchanged, however the network cuts its chunks', () => {
  fc.assert(
    fc.property(chunks, cuts, (pieces, positions) => {
      const framed = pieces.flatMap((piece) => [
        Buffer.from(`${piece.length.toString(16)}\r\n`),
        Buffer.from(piece),
        Buffer.from('\r\n'),
      ]);
      const end = Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n');
      const { payload, trailers } = decode(Buffer.concat([...framed, end]), positions);
      expect(payload).toEqual(Buffer.concat(pieces));
      expect(trailers.get('x-amz-checksum-crc32')).toBe('AAAAAA==');
    }),
  );
});

test('any other bytes are either decoded or rejected as an S3 error', () => {
  const alphabet = fc.constantFrom(
    '0',
    '5',
    'a',
    'g',
    '\r\n',
    '\n',
    ';',
    ':',
    '-',
    'chunk-signature=',
    'hello',
  );
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 30 }), cuts, (tokens, positions) => {
      try {
        decode(Buffer.from(tokens.join('')), positions);
      } catch (error) {
        expect(error).toBeInstanceOf(S3Error);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a line that never ends is rejected, not buffered', () => {
  const decoder = new AwsChunkedDecoder(undefined, true);
  expect(() => [...decoder.push(Buffer.alloc(20_000, 'a'))]).toThrow(S3Error);
});
