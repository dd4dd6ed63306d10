import { accountOf } from '../limits/quotas.ts';
import { createTurns, type Turns } from '../limits/turns.ts';
import type { Principal } from '../principal.ts';
import type { S3Gateway } from '../s3/s3-gateway.ts';

/** Of one caller, per replica. A browser sends 16 items of a batch at a time. */
const CALLS = { atOnce: 32, waiting: 512, waitMs: 20_000 };
/** S3 can take minutes for each, so they must not hold up the caller's other calls. */
const COMPLETES = { atOnce: 16, waiting: 512, waitMs: 120_000 };

/**
 * Bounds the calls to S3 that each caller has in flight. Without a bound, one caller could take all connections of the S3
 * client. Presigning sends nothing, so it needs no turn.
 */
export function createFairGateway(gateway: S3Gateway): (principal: Principal) => S3Gateway {
  const calls = createTurns(CALLS);
  const completes = createTurns(COMPLETES);
  return (principal) => {
    const account = accountOf(principal);
    const inTurn =
      <Args extends readonly unknown[], Result>(
        call: (...args: Args) => Promise<Result>,
        turns: Turns = calls,
      ) =>
      (...args: Args): Promise<Result> =>
        turns.run(account, () => call(...args));
    return {
      ...gateway,
      createMultipartUpload: inTurn(gateway.createMultipartUpload),
      listUploads: inTurn(gateway.listUploads),
      listParts: inTurn(gateway.listParts),
      complete: inTurn(gateway.complete, completes),
      abort: inTurn(gateway.abort),
      head: inTurn(gateway.head),
      readStart: inTurn(gateway.readStart),
      delete: inTurn(gateway.delete),
    };
  };
}
