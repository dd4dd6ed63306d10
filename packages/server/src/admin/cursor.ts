import { UploadError } from '@slipway/protocol';
import { z } from 'zod';
import { MAX_KEY_BYTES } from '../keys/object-key.ts';

/** Items per page, unless the query sets a limit. */
export const DEFAULT_LIMIT = 100;

/** Longer than the upload IDs of any known store. */
export const MAX_UPLOAD_ID_LENGTH = 1_024;

const schema = z.strictObject({
  after: z.strictObject({
    objectKey: z.string().max(MAX_KEY_BYTES),
    uploadId: z.string().max(MAX_UPLOAD_ID_LENGTH).optional(),
  }),
  before: z.number().optional(),
});

/**
 * Where a listing continues. It grants no access: each page checks again what the admin may see, so a forged
 * cursor can only skip items.
 */
export interface Cursor {
  /** The last key that was checked, and the last of its uploads. */
  readonly after: { readonly objectKey: string; readonly uploadId?: string | undefined };
  /** The latest creation time that an age filter accepts, in milliseconds since the epoch. Fixed by the first page. */
  readonly before?: number | undefined;
}

/** Encodes a cursor as opaque text. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws UploadError `invalid-request` for malformed text */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const { data } = schema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (data) return data;
  throw new UploadError('invalid-request', {
    message: 'cursor: send the cursor of the previous response, unchanged.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
