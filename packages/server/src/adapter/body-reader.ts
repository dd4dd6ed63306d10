import type { Principal } from '../principal.ts';
import type { BodyBounds } from '../service/body-bounds.ts';
import { createBodyBudget } from './body-budget.ts';
import { type BodyOptions, bodyLimitsOf, withinTime } from './body-limits.ts';
import { checkBodyHead, parseJson, type ReadHeader } from './json-body.ts';

/** The body of a request, as an adapter gets it. */
export interface IncomingBody {
  readonly header: ReadHeader;
  /** Reads the body, and stops at the limit. @throws UploadError `request-too-large`, or `invalid-request` if it breaks off */
  readonly read: (maxBytes: number) => Promise<Uint8Array>;
}

/** Reads and parses the body of an authorized caller. */
export type ReadBody = (
  body: IncomingBody,
  bounds: BodyBounds,
  principal: Principal,
) => Promise<unknown>;

/**
 * Creates the function with which an adapter reads all of its bodies.
 *
 * @throws TypeError for limits that no body can meet. The function throws UploadError `invalid-request`,
 *   `request-too-large`, `rate-limited` if the caller is sending too much at once, or `network-error` on a timeout
 */
export function createBodyReader(options: BodyOptions): ReadBody {
  const limits = bodyLimitsOf(options);
  const budget = createBodyBudget(limits.maxBytes);
  return async ({ header, read }, bounds, principal) => {
    const maxBytes = Math.min(limits.maxBytes, bounds.maxBytes);
    checkBodyHead(header, maxBytes);
    // A chunked body does not tell its length.
    const release = budget.take(principal, Number(header('content-length') ?? maxBytes));
    try {
      return parseJson(await withinTime(read(maxBytes), limits), bounds.maxMarks);
    } finally {
      release();
    }
  };
}
