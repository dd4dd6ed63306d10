import { randomUUID } from 'node:crypto';

/** Names a request in its answer and in the log. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What a proxy may have chosen; anything else could forge lines in a log. */
const SAFE = /^[\w.:-]{1,128}$/;

/** The name that a proxy gave a request, or a new one. */
export function chooseRequestId(given: string | null | undefined): string {
  return typeof given === 'string' && SAFE.test(given) ? given : randomUUID();
}
