import type { IncomingMessage } from 'node:http';
import type { createRefusalLimit } from '@slipway/server/express';
import type { Request } from 'express';

/** Runs a check of credentials. Counts the request under the limit on refusals if the check refuses it. */
export type LimitRefusals = <T>(request: Request, check: Check<T>) => Promise<T>;

type Check<T> = (request: IncomingMessage) => Promise<T>;

/**
 * For guarded routes other than the upload router's, which counts on its own. A failure of the server, such as an
 * identity provider that is down, does not count.
 *
 * @param countRefusal of {@link createRefusalLimit}
 */
export function limitRefusals(countRefusal: ReturnType<typeof createRefusalLimit>): LimitRefusals {
  return async (request, check) => {
    try {
      return await check(request);
    } catch (error) {
      await countRefusal(request.ip, error);
      throw error;
    }
  };
}
