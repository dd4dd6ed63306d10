import type { UploadError, UploadErrorCode } from '@slipway/protocol';
import type { Clock } from '../clock.ts';
import type { RateLimiter } from '../limits/rate-limits.ts';
import { publicError } from './batch.ts';
import type { ServiceEvent, ServiceObserver } from './service-event.ts';

/** Where a failure happened. Safe to log: nothing in it grants anything. */
export interface FailureDetails {
  /** The same as in the answer that the browser got. */
  readonly requestId: string;
  /** As `POST /uploads`. */
  readonly route: string;
}

/** A request as it arrives, before it has a route or a caller. */
export interface Arrival {
  readonly method: string;
  /** Relative to where the service is mounted. */
  readonly path: string;
  readonly requestId: string;
  /** Where it comes from, as far as the adapter can say. */
  readonly address: string | undefined;
}

/** One request on its way to its response: reports failures and events under its ID. */
export interface Exchange {
  readonly requestId: string;
  /** Tells the owner of a failure that the answer does not show. */
  report(error: unknown, route?: string): void;
  /** Tells the owner of a failure, and answers the error that a browser may see. */
  fail(error: unknown): UploadError;
  /** Tells the observer what happened. */
  tell(event: DistributiveOmit<ServiceEvent, 'requestId'>): void;
  /** Before the caller is asked for. @throws UploadError `rate-limited` */
  admit(): Promise<void>;
  /** The caller has no, or wrong, credentials. */
  countRefusal(): Promise<void>;
  /** To be called once, with the status of the answer, or `0` when there is nobody left to answer. */
  answered(status: number): void;
}

/** Who is told. */
export interface ExchangeListeners {
  readonly onError: (error: unknown, details: FailureDetails) => unknown;
  readonly onEvent: ServiceObserver | undefined;
  readonly clock: Clock;
  readonly rates: RateLimiter;
}

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown
  ? Omit<Union, Keys>
  : never;

/**
 * Follows a request to its response. Listeners that throw or reject change nothing for the caller.
 *
 * @param matched the route that serves it, as `POST /uploads`; `undefined` when there is none
 */
export function startExchange(
  { onError, onEvent, clock, rates }: ExchangeListeners,
  { method, path, requestId, address }: Arrival,
  matched: string | undefined,
): Exchange {
  const arrivedAt = clock.monotonic();
  const codes: UploadErrorCode[] = [];
  const report = (error: unknown, route = `${method} ${path}`) =>
    call(() => onError(error, { requestId, route }), ignore);
  const tell: Exchange['tell'] = (event) => {
    if (onEvent) call(() => onEvent({ ...event, requestId } as ServiceEvent), report);
  };
  return {
    requestId,
    report: (error, route) => report(error, route),
    fail(error) {
      report(error);
      const shown = publicError(error);
      codes.push(shown.code);
      return shown;
    },
    tell,
    admit: () => rates.admit(address, report),
    countRefusal: () => rates.countRefusal(address, report),
    answered(status) {
      const durationMs = clock.monotonic() - arrivedAt;
      tell({ type: 'request-answered', route: matched, status, codes, durationMs });
    },
  };
}

/** An async listener's rejection would otherwise end the process. */
function call(listener: () => unknown, onFailure: (error: unknown) => void): void {
  void (async () => listener())().catch(onFailure);
}

/** There is nobody left to tell. */
function ignore(): void {}
