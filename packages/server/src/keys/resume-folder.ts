import { createHmac } from 'node:crypto';
import type { PartRun } from '@slipway/protocol';
import type { TokenKey } from '../token/token-key.ts';
import { createTimeOrderedId, readNumber, writeBytes, writeNumber } from './time-ordered-id.ts';

/**
 * The folder of one caller's unfinished uploads of one file. Its name is recomputed from what the caller sends, on any
 * device. That takes a key of the server, so no caller can guess another caller's folder, or learn whether it exists.
 */
export interface ResumeFolder {
  /** 26 characters with 130 bits of an HMAC. */
  readonly name: string;
  /** The `id` of a new upload in this folder: it ends with the sizes of the parts, which S3 does not keep. */
  createId(sizes: PartSizes, nowMs: number): string;
  /** The nonce that proves that an object belongs to the upload of this key. Unique for each key. */
  nonceOf(objectKey: string): string;
}

/** The sizes of the parts of a plan. */
export interface PartSizes {
  /** Bytes of the largest part. */
  readonly partSize: number;
  /** If the sizes differ. */
  readonly runs?: readonly PartRun[] | undefined;
}

const NAME_BYTES = 26;
const NONCE_BYTES = 16;
/** Enough for 32 GiB in base 32. S3 allows parts of 5 GiB. */
const SIZE_CHARACTERS = 7;
const COUNT_CHARACTERS = 3;
const RUN_CHARACTERS = COUNT_CHARACTERS + 2 * SIZE_CHARACTERS;
/** The ID after the folder's name: time and random characters, then the sizes of the parts. */
const UNIQUE_PART = /^\/[0-9a-z]{26}([0-9a-z]+)/;
/**
 * Stands for the part size if the sizes differ. Then the number of runs follows, and the runs. Servers that know only
 * equal parts ignore uploads with a part size of zero.
 */
const UNEQUAL = writeNumber(0, SIZE_CHARACTERS);

/**
 * Creates the function that names folders: one for each key, newest first. So it also finds uploads from before a key
 * rotation.
 *
 * @param audience who accepts the tokens of these uploads. Each audience has its own folders
 */
export function createResumeFolders(
  keys: readonly TokenKey[],
  audience: string,
): (identity: string) => readonly ResumeFolder[] {
  // Derives a separate secret, because a sealing key must have no other purpose.
  const secrets = keys.map(({ secret }) =>
    createHmac('sha256', secret).update(`slipway resume folder\n${audience}`).digest(),
  );
  return (identity) =>
    secrets.map((secret) => {
      const hmac = (purpose: string, text: string) =>
        createHmac('sha256', secret).update(`${purpose}\n${text}`).digest();
      const name = writeBytes(hmac('folder', identity).subarray(0, NAME_BYTES));
      return {
        name,
        createId: (sizes, nowMs) => `${name}/${createTimeOrderedId(nowMs)}${writeSizes(sizes)}`,
        nonceOf: (objectKey) =>
          hmac('nonce', objectKey).subarray(0, NONCE_BYTES).toString('base64url'),
      };
    });
}

/** The prefix of the folder's keys. `undefined` if the key is not in the folder. */
export function prefixOf(folder: ResumeFolder, objectKey: string): string | undefined {
  const at = objectKey.indexOf(`${folder.name}/`);
  return at === -1 ? undefined : objectKey.slice(0, at + folder.name.length + 1);
}

/** The sizes of the parts in a key. `undefined` if the key is not from this folder. */
export function readPartSizes(folder: ResumeFolder, objectKey: string): PartSizes | undefined {
  const at = objectKey.indexOf(`${folder.name}/`);
  const [, text = ''] = UNIQUE_PART.exec(objectKey.slice(at + folder.name.length)) ?? [];
  if (at === -1 || text.length < SIZE_CHARACTERS) return undefined;
  if (!text.startsWith(UNEQUAL)) return { partSize: readNumber(text.slice(0, SIZE_CHARACTERS)) };
  const runs = readRuns(text.slice(SIZE_CHARACTERS));
  return runs && { partSize: Math.max(...runs.map(({ size }) => size)), runs };
}

function writeSizes({ partSize, runs }: PartSizes): string {
  if (!runs) return writeNumber(partSize, SIZE_CHARACTERS);
  const written = runs.map(
    ({ count, size, step = 0 }) =>
      writeNumber(count, COUNT_CHARACTERS) +
      writeNumber(size, SIZE_CHARACTERS) +
      writeNumber(step, SIZE_CHARACTERS),
  );
  return UNEQUAL + writeNumber(runs.length, 1) + written.join('');
}

/** Reads the number of runs and the runs. The owner may have put more text behind them. */
function readRuns(text: string): readonly PartRun[] | undefined {
  const count = readNumber(text.slice(0, 1));
  if (count === 0 || text.length < 1 + count * RUN_CHARACTERS) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const start = 1 + i * RUN_CHARACTERS;
    const number = (from: number, length: number) =>
      readNumber(text.slice(start + from, start + from + length));
    const size = number(COUNT_CHARACTERS, SIZE_CHARACTERS);
    const step = number(COUNT_CHARACTERS + SIZE_CHARACTERS, SIZE_CHARACTERS);
    return { count: number(0, COUNT_CHARACTERS), size, ...(step > 0 && { step }) };
  });
}
