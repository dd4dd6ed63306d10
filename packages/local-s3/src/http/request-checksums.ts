import {
  CHECKSUM_ALGORITHMS,
  CHECKSUMS,
  type ChecksumAlgorithm,
  type ChecksumType,
} from '../checksums/algorithms.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import type { RequestFields } from './request-fields.ts';

/** `x-amz-checksum-crc32` and so on. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The checksum that a request declares for its content. */
export interface DeclaredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64, with `-N` at the end for a composite checksum. Undefined if it follows as a trailer. */
  readonly value: string | undefined;
}

/**
 * Reads the one flexible checksum of a request. Only headers and trailers count: S3 does not verify a checksum that
 * was hoisted into a presigned query.
 */
export function readDeclaredChecksum(request: RequestFields): DeclaredChecksum | undefined {
  const sent = CHECKSUM_ALGORITHMS.filter((name) => request.header(checksumHeader(name)));
  const trailer = request.header('x-amz-trailer')?.toLowerCase();
  const trailing = CHECKSUM_ALGORITHMS.find((name) => checksumHeader(name) === trailer);
  if (trailer !== undefined && trailing === undefined) {
    throw invalidRequest('The value specified in the x-amz-trailer header is not supported');
  }
  if (sent.length + (trailing === undefined ? 0 : 1) > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const algorithm = sent[0] ?? trailing;
  checkSdkAlgorithm(request, algorithm);
  if (algorithm === undefined) return undefined;
  return { algorithm, value: request.header(checksumHeader(algorithm)) };
}

function checkSdkAlgorithm(request: RequestFields, used: ChecksumAlgorithm | undefined): void {
  const named = request.header('x-amz-sdk-checksum-algorithm');
  if (named === undefined || parseAlgorithm(named) === used) return;
  throw invalidRequest(
    used === undefined
      ? 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.'
      : 'Value for x-amz-sdk-checksum-algorithm header is invalid.',
  );
}

/** Reads the name of an algorithm in any case. */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const found = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
  if (found !== undefined) return found;
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** Reads a checksum type that the algorithm allows. The default is the algorithm's. */
export function parseChecksumType(
  algorithm: ChecksumAlgorithm,
  name: string | undefined,
): ChecksumType {
  const legal: readonly ChecksumType[] = CHECKSUMS[algorithm].types;
  const type = legal.find((candidate) => name === undefined || candidate === name.toUpperCase());
  if (type !== undefined) return type;
  throw invalidRequest(
    name === 'COMPOSITE' || name === 'FULL_OBJECT'
      ? `The ${name} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`
      : 'Value for x-amz-checksum-type header is invalid.',
  );
}

/** Compares the declared checksum, in a header or a trailer, with the computed one. */
export function checkDeclaredChecksum(
  declared: DeclaredChecksum | undefined,
  trailers: ReadonlyMap<string, string>,
  computed: string,
): void {
  if (declared === undefined) return;
  const { algorithm } = declared;
  const expected = declared.value ?? trailers.get(checksumHeader(algorithm));
  if (expected === undefined) throw new S3Error('MalformedTrailerError');
  checkValue(algorithm, expected);
  if (expected === computed) return;
  throw badDigest(algorithm);
}

/** The error for a checksum that differs from the computed one. */
export function badDigest(algorithm: ChecksumAlgorithm): S3Error {
  const message = `The ${algorithm} you specified did not match the calculated checksum.`;
  return new S3Error('BadDigest', message);
}

/** @throws S3Error `InvalidRequest` when the value cannot be one of this algorithm's. */
export function checkValue(algorithm: ChecksumAlgorithm, value: string): void {
  const raw = Buffer.from(value, 'base64');
  if (raw.length === CHECKSUMS[algorithm].bytes && raw.toString('base64') === value) return;
  throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
}

/** Reads Content-MD5 as hex. @throws S3Error `InvalidDigest` when it is not the base64 of 16 bytes. */
export function readContentMd5(request: RequestFields): string | undefined {
  const value = request.header('content-md5');
  if (value === undefined) return undefined;
  const raw = Buffer.from(value, 'base64');
  if (raw.length !== 16 || raw.toString('base64') !== value) throw new S3Error('InvalidDigest');
  return raw.toString('hex');
}
