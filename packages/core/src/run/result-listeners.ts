import type { PartLedger } from '../upload/part-ledger.ts';
import type { Attempt, PartResult } from './part-result.ts';
import type { RunScope } from './run-scope.ts';

/** Learns from the outcomes of attempts. Decides nothing. */
export type ResultListener = {
  readonly [kind in PartResult['kind']]?: (
    attempt: Attempt,
    result: Extract<PartResult, { readonly kind: kind }>,
  ) => void;
};

/** Without ETags the server completes with the ETags that S3 lists. The upload works, but proves less. */
const ETAG_WARNING = 'Slipway: ETag is not exposed by CORS.';

/** Creates all listeners. No listener reads what another one writes, so their order does not matter. */
export function createResultListeners(
  { clock, forms, link, network, onProgress, warn }: RunScope,
  ledger: PartLedger,
): readonly ResultListener[] {
  const heard = ({ part }: Attempt) => network.heardFrom(part.url);
  const drop = ({ part }: Attempt) => ledger.drop(part.partNumber);
  return [
    { done: heard, recover: (attempt, { verdict }) => verdict.error.status && heard(attempt) },
    { done: ({ part }) => forms.note(part, true), recover: ({ part }) => forms.note(part, false) },
    {
      done({ body, startedMs, way }) {
        const elapsedMs = clock.now() - startedMs;
        link.sent(body.size, elapsedMs);
        way.carried(body.size, elapsedMs);
      },
      recover: (_, { verdict }) => verdict.error.status || link.lost(),
    },
    {
      done: ({ body, report }) => report.sent(body.size),
      recover: ({ report }, { verdict }) => verdict.overloaded && report.overloaded(),
    },
    {
      done: ({ part }, { etag }) => ledger.finish(part.partNumber, etag),
      again: drop,
      recover(attempt) {
        drop(attempt);
        onProgress();
      },
    },
    { done: ({ part }, { etag }) => etag || part.fields || warn(ETAG_WARNING) },
  ];
}
