import { createHmac } from 'node:crypto';
import type { TokenKey } from '../token/token-key.ts';
import { createTimeOrderedId, readNumber, writeBytes, writeNumber } from './time-ordered-id.ts';

/**
 * The folder where S3 holds the unfinished uploads of one file of one caller. Its name can be reckoned
 * again from what the caller sends, on any device, but only with a key of the server's: nobody can guess
 * another's, or find out whether there is one.
 */
export interface ResumeFolder {
  /** 26 characters: 130 bits of an HMAC. */
  readonly name: string;
  /** The `id` of a new upload in this folder: it ends with the part size, which S3 does not keep. */
  createId(partSize: number, nowMs: number): string;
  /** What an object of this key carries as proof of being its upload's; no two keys have the same. */
  nonceOf(objectKey: string): string;
}

const NAME_BYTES = 26;
const NONCE_BYTES = 16;
/** Enough for 32 GiB in base 32; a part has at most 5. */
const SIZE_CHARACTERS = 7;
/** As `createId` makes it, after the folder's name: time and chance, then the part size. */
const UNIQUE_PART = new RegExp(`^/[0-9a-z]{26}([0-9a-z]{${SIZE_CHARACTERS}})`);

/**
 * Makes the function that names folders: one for each key, the newest first, so that uploads of before
 * a rotation are found too.
 */
export function createResumeFolders(
  keys: readonly TokenKey[],
): (identity: string) => readonly ResumeFolder[] {
  // Keys that seal must not do anything else.
  const secrets = keys.map(({ secret }) =>
    createHmac('sha256', secret).update('slipway resume folder').digest(),
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

/** What all keys of a folder start with; `undefined` when a key is not in it. */
export function prefixOf(folder: ResumeFolder, objectKey: string): string | undefined {
  const at = objectKey.indexOf(`${folder.name}/`);
  return at === -1 ? undefined : objectKey.slice(0, at + folder.name.length + 1);
}

/** The part size that a key was made with; `undefined` when it is not of this folder's making. */
export function readPartSize(folder: ResumeFolder, objectKey: string): number | undefined {
  const at = objectKey.indexOf(`${folder.name}/`);
  const [, size] = UNIQUE_PART.exec(objectKey.slice(at + folder.name.length)) ?? [];
  return at === -1 || size === undefined ? undefined : readNumber(size);
}
