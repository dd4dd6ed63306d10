import { createHmac } from 'node:crypto';
import type { TokenKey } from '../token/token-key.ts';
import { createTimeOrderedId, readNumber, writeBytes, writeNumber } from './time-ordered-id.ts';

/**
 * The folder of one caller's unfinished uploads of one file. Its name is recomputed from what the caller sends, on any
 * device. That takes a key of the server, so no caller can guess another caller's folder, or learn whether it exists.
 */
export interface ResumeFolder {
  /** 26 characters with 130 bits of an HMAC. */
  readonly name: string;
  /** The `id` of a new upload in this folder: it ends with the part size, which S3 does not keep. */
  createId(partSize: number, nowMs: number): string;
  /** The nonce that proves that an object belongs to the upload of this key. Unique for each key. */
  nonceOf(objectKey: string): string;
}

const NAME_BYTES = 26;
const NONCE_BYTES = 16;
/** Enough for 32 GiB in base 32. S3 allows parts of 5 GiB. */
const SIZE_CHARACTERS = 7;
/** The ID after the folder's name: time and random characters, then the part size. */
const UNIQUE_PART = new RegExp(`^/[0-9a-z]{26}([0-9a-z]{${SIZE_CHARACTERS}})`);

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
        createId: (partSize, nowMs) =>
          `${name}/${createTimeOrderedId(nowMs)}${writeNumber(partSize, SIZE_CHARACTERS)}`,
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

/** The part size in a key. `undefined` if the key is not from this folder. */
export function readPartSize(folder: ResumeFolder, objectKey: string): number | undefined {
  const at = objectKey.indexOf(`${folder.name}/`);
  const [, size] = UNIQUE_PART.exec(objectKey.slice(at + folder.name.length)) ?? [];
  return at === -1 || size === undefined ? undefined : readNumber(size);
}
