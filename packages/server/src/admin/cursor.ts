import { UploadError } from '@slipway/protocol';
import { z } from 'zod';
import { MAX_KEY_BYTES } from '../keys/object-key.ts';

/** Items of a page, unless the query sets a limit. */
export const DEFAULT_LIMIT = 100;

/** More characters than the IDs of any store have. */
export const MAX_UPLOAD_ID_LENGTH = 1_024;

const schema = z.strictObject({
  after: z.strictObject({
    objectKey: z.string().max(MAX_KEY_BYTES),
    uploadId: z.string().max(MAX_UPLOAD_ID_LENGTH).optional(),
  }),
  before: z.number().optional(),
});

/**
 * Where a listing goes on. It grants nothing: what may be seen is decided for every page anew, so that a
 * forged one can only skip.
 */
export interface Cursor {
  /** The last key that was looked at, and of its uploads the last one. */
  readonly after: { readonly objectKey: string; readonly uploadId?: string | undefined };
  /** What a filter by age compares with, in milliseconds since the epoch: fixed by the first page. */
  readonly before?: number | undefined;
}

/** Encodes a cursor as an opaque text. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws UploadError `invalid-request` for a text that no answer had */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const { data } = schema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (data) return data;
  throw new UploadError('invalid-request', {
    message: 'cursor: take it from the answer before, as it is.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
