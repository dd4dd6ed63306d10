import { UploadError } from '@slipway/protocol';
import type { z } from 'zod';
import { describeIssue } from './describe-issue.ts';

const MAX_MESSAGE_LENGTH = 300;

/** The issues of a request, in the order zod found them. */
export type Issues = readonly Pick<z.core.$ZodIssue, 'path' | 'message'>[];

/**
 * Parses a request's body.
 *
 * @throws UploadError `invalid-request`, which names the first wrong field
 */
export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body, { error: describeIssue });
  if (result.success) return result.data;
  throw invalidRequest(result.error.issues);
}

/** Names the first wrong field, and says what to send instead. */
export function invalidRequest([issue]: Issues): UploadError {
  const where = issue?.path.join('.');
  const message = `${where ? `${where}: ` : ''}${issue?.message ?? 'The request is not valid.'}`;
  return new UploadError('invalid-request', { message: message.slice(0, MAX_MESSAGE_LENGTH) });
}
