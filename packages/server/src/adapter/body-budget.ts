import { UploadError } from '@slipway/protocol';
import { accountOf } from '../limits/quotas.ts';
import type { Principal } from '../principal.ts';

/** Of the largest bodies that one caller may send at the same time. */
const LARGEST_BODIES = 4;
/** What a body takes at least: a request has buffers of its own. */
const LEAST_BYTES = 16_384;
/** A body of a browser arrives within milliseconds. */
const RETRY_AFTER_MS = 1_000;

/** Bounds the memory of the bodies that one caller is sending. */
export interface BodyBudget {
  /**
   * Reserves memory for a body. Returns the function that releases it.
   *
   * @throws UploadError `rate-limited` if the caller's other bodies take the memory
   */
  take(principal: Principal, bytes: number): () => void;
}

/** @param maxBytes the largest body */
export function createBodyBudget(maxBytes: number): BodyBudget {
  const most = LARGEST_BODIES * Math.max(maxBytes, LEAST_BYTES);
  const taken = new Map<string, number>();
  const add = (account: string, bytes: number) => {
    const sum = (taken.get(account) ?? 0) + bytes;
    if (sum > 0) taken.set(account, sum);
    else taken.delete(account);
  };
  return {
    take(principal, bytes) {
      const account = accountOf(principal);
      const share = Math.max(bytes, LEAST_BYTES);
      if ((taken.get(account) ?? 0) + share > most) throw tooMuchAtOnce();
      add(account, share);
      return () => add(account, -share);
    },
  };
}

function tooMuchAtOnce(): UploadError {
  return new UploadError('rate-limited', {
    message: 'Too many large requests arrive at the same time. Send fewer at once.',
    retryAfterMs: RETRY_AFTER_MS,
  });
}
