import { Crc32c } from '@aws-crypto/crc32c';
import { Crc64Nvme } from '@aws-sdk/crc64-nvme';
import { beginChecksum } from '@slipway/core/checksum';
import type { ChecksumMode } from '@slipway/protocol';
import {
  createCRC32,
  createCRC64,
  createMD5,
  createSHA1,
  createSHA256,
  type IHasher,
} from 'hash-wasm';

/** A library that can compute a part's checksum. */
interface Candidate {
  readonly mode: ChecksumMode;
  readonly name: string;
  /** A reason not to use it, however fast it is. */
  readonly catch: string;
  /** Computes the checksum of one MiB `times` times. */
  readonly compute: (mebibyte: Uint8Array, times: number) => Promise<unknown>;
}

/** The speed of one candidate. */
export interface CandidateSpeed extends Pick<Candidate, 'mode' | 'name' | 'catch'> {
  readonly megabytesPerSecond: number;
}

const MiB = 1024 ** 2;
/** The number of MiB in a part. */
const TIMES = 64;
const RUNS = 5;

const WASM = 'a strict CSP refuses WebAssembly';
const WHOLE = 'needs the whole part in memory';

/** Takes the bytes in pieces. */
const running = (
  mode: ChecksumMode,
  name: string,
  begin: () => Promise<{ update(bytes: Uint8Array): unknown; digest(): unknown }>,
  reason = '',
): Candidate => ({
  mode,
  name,
  catch: reason,
  async compute(mebibyte, times) {
    const checksum = await begin();
    for (let i = 0; i < times; i++) checksum.update(mebibyte);
    return checksum.digest();
  },
});

const slipway = (mode: ChecksumMode, name: string) =>
  running(mode, name, () => beginChecksum(mode));

const wasm = (mode: ChecksumMode, create: () => Promise<IHasher>) =>
  running(mode, 'hash-wasm', async () => (await create()).init(), WASM);

const browser = (mode: ChecksumMode, algorithm: string): Candidate => ({
  mode,
  name: 'WebCrypto',
  catch: WHOLE,
  compute(mebibyte, times) {
    const whole = new Uint8Array(mebibyte.length * times);
    for (let i = 0; i < times; i++) whole.set(mebibyte, i * mebibyte.length);
    return crypto.subtle.digest(algorithm, whole);
  },
});

const CANDIDATES: readonly Candidate[] = [
  slipway('crc64nvme', 'Slipway, sliced by 8'),
  wasm('crc64nvme', () => createCRC64('9a6c9329ac4bc9b5')),
  running('crc64nvme', '@aws-sdk/crc64-nvme', async () => new Crc64Nvme()),
  slipway('crc32c', 'Slipway, sliced by 16'),
  wasm('crc32c', () => createCRC32(0x82f63b78)),
  running('crc32c', '@aws-crypto/crc32c', async () => new Crc32c()),
  slipway('sha256', '@noble/hashes'),
  wasm('sha256', createSHA256),
  browser('sha256', 'SHA-256'),
  slipway('sha1', '@noble/hashes'),
  wasm('sha1', createSHA1),
  browser('sha1', 'SHA-1'),
  slipway('md5', '@noble/hashes'),
  wasm('md5', createMD5),
];

/** Runs all candidates in turn, many times. The fastest run of each counts, because noise only makes a run slower. */
async function measure(): Promise<CandidateSpeed[]> {
  const mebibyte = new Uint8Array(MiB);
  for (let i = 0; i < mebibyte.length; i += 65_536) {
    crypto.getRandomValues(mebibyte.subarray(i, i + 65_536));
  }
  const fastestMs = new Map<Candidate, number>();
  for (let run = 0; run < RUNS; run++) {
    for (const candidate of CANDIDATES) {
      const startedMs = performance.now();
      await candidate.compute(mebibyte, TIMES);
      const ms = performance.now() - startedMs;
      fastestMs.set(candidate, Math.min(ms, fastestMs.get(candidate) ?? ms));
    }
  }
  return [...fastestMs].map(([candidate, ms]) => {
    const { mode, name, catch: reason } = candidate;
    return { mode, name, catch: reason, megabytesPerSecond: (TIMES * MiB) / 1_000 / ms };
  });
}

// The page's own thread would be slowed down by the measuring tools.
measure().then(postMessage, (error) => postMessage(String(error)));
