import { UploadError } from '@slipway/protocol';
import type { z } from 'zod';

const MAX_MESSAGE_LENGTH = 300;

/**
 * Parses a request's body.
 *
 * @throws UploadError `invalid-request`, naming the first field that is wrong
 */
export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.');
  const message = `${where ? `${where}: ` : ''}${issue?.message ?? 'The request is not valid.'}`;
  throw new UploadError('invalid-request', { message: message.slice(0, MAX_MESSAGE_LENGTH) });
}
