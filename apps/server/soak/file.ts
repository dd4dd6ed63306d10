import { createHash, randomBytes } from 'node:crypto';
import type { Chance } from '../chaos/random.ts';

const MiB = 1024 ** 2;
/** S3 accepts no smaller ones. */
const PART_SIZE = 5 * MiB;
const MAX_PARTS = 5;

/** All files are slices of it. */
const POOL = randomBytes((MAX_PARTS + 1) * PART_SIZE);

/** A file to upload. */
export interface SoakFile {
  readonly size: number;
  readonly parts: readonly Buffer[];
  /** The MD5 of each part, in base64. */
  readonly checksums: readonly string[];
  /** The ETag that S3 computes from the contents. */
  readonly etag: string;
}

/** A small file, or sometimes one of several parts. */
export function chooseFile(chance: Chance, largeShare: number): SoakFile {
  const isLarge = chance.next() < largeShare;
  const size = isLarge
    ? chance.between(PART_SIZE + 1, MAX_PARTS * PART_SIZE)
    : chance.between(1, 16 * 1024);
  const start = chance.between(0, POOL.length - size);
  const bytes = POOL.subarray(start, start + size);
  const parts = Array.from({ length: Math.ceil(size / PART_SIZE) }, (_, i) =>
    bytes.subarray(i * PART_SIZE, (i + 1) * PART_SIZE),
  );
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  return {
    size,
    parts,
    checksums: digests.map((digest) => digest.toString('base64')),
    etag: etagOf(digests),
  };
}

/** What the backend reads of a file. */
export function describeFile({ size, checksums }: SoakFile, presigned: number) {
  return {
    name: 'file.bin',
    size,
    type: 'application/octet-stream',
    partSize: PART_SIZE,
    integrity: 'md5',
    parts: partsOf(checksums).slice(0, presigned),
  };
}

/** Parts to presign. */
export function partsOf(checksums: readonly string[]) {
  return checksums.map((checksum, i) => ({ partNumber: i + 1, checksum }));
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
function etagOf(digests: readonly Buffer[]): string {
  const [first] = digests;
  if (digests.length === 1 && first) return `"${first.toString('hex')}"`;
  const all = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  return `"${all}-${digests.length}"`;
}

/** Whether the bytes are those of the file. */
export function isFile({ parts }: SoakFile, bytes: Buffer | undefined): boolean {
  return bytes?.equals(Buffer.concat(parts)) ?? false;
}
