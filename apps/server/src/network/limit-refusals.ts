import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import type { Request } from 'express';

/** Runs a check of credentials. Counts the request under the limit on refusals if the check refuses it. */
export type LimitRefusals = <T>(request: Request, check: Check<T>) => Promise<T>;

type Check<T> = (request: IncomingMessage) => Promise<T>;

/**
 * For guarded routes other than the upload router's, which counts on its own. A failure of the server, such as an
 * identity provider that is down, does not count.
 *
 * @param countRefusal rejects with `rate-limited` beyond the limit
 */
export function limitRefusals(
  countRefusal: (address: string | undefined) => Promise<void>,
): LimitRefusals {
  return async (request, check) => {
    try {
      return await check(request);
    } catch (error) {
      if (UploadError.is(error) && (error.status === 401 || error.status === 403)) {
        await countRefusal(request.ip);
      }
      throw error;
    }
  };
}
