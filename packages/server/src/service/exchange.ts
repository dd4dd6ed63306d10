import { UploadError, type UploadErrorCode } from '@slipway/protocol';
import type { Clock } from '../clock.ts';
import type { RateLimiter } from '../limits/rate-limits.ts';
import { SharedFailure } from '../store/shared-failure.ts';
import type { Tracing } from '../tracing.ts';
import { publicError } from './batch.ts';
import type { ServiceEvent, ServiceObserver } from './service-event.ts';

/** Where a failure happened. Contains no secrets, so it is safe to log. */
export interface FailureDetails {
  /** The same as in the response to the browser. */
  readonly requestId: string;
  /** For example `POST /uploads`. */
  readonly route: string;
}

/** A request as it arrives, before it has a route or a caller. */
export interface Arrival {
  readonly method: string;
  /** Relative to where the service is mounted. */
  readonly path: string;
  readonly requestId: string;
  /** The client's IP address, if the adapter knows it. */
  readonly address: string | undefined;
  /** Reads a header of the request, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Aborts when the client has disconnected. @defaultValue never */
  readonly signal?: AbortSignal | undefined;
}

/** One request, from its arrival to its response. Reports failures and events under its ID. */
export interface Exchange {
  readonly requestId: string;
  /** Aborts when the client has disconnected. */
  readonly signal: AbortSignal | undefined;
  /** Reports to the owner a failure that the response does not show. */
  report(error: unknown, route?: string): void;
  /** Reports a failure to the owner, and returns the error that a browser may see. */
  fail(error: unknown): UploadError;
  /** Emits an event to the observer. */
  tell(event: DistributiveOmit<ServiceEvent, 'requestId'>): void;
  /** Counts a caller whose credentials an error refuses. @throws UploadError `rate-limited` beyond the limit */
  countRefusal(error: unknown): Promise<void>;
  /** Call it once, with the status of the response, or `0` if the caller disconnected. */
  answered(status: number): void;
  /** Runs the request's work, in the request's span if the owner wants spans. */
  run<Result>(work: () => Result): Result;
}

/** The listeners of an exchange. */
export interface ExchangeListeners {
  readonly onError: (error: unknown, details: FailureDetails) => unknown;
  readonly onEvent: ServiceObserver | undefined;
  readonly clock: Clock;
  readonly rates: RateLimiter;
  readonly tracing?: Tracing | undefined;
}

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown
  ? Omit<Union, Keys>
  : never;

/**
 * Follows a request to its response. Listeners that throw or reject do not affect the caller.
 *
 * @param matched the route of the request, such as `POST /uploads`, or `undefined` if no route matches
 */
export function startExchange(
  { onError, onEvent, clock, rates, tracing }: ExchangeListeners,
  { method, path, requestId, address, header, signal }: Arrival,
  matched: string | undefined,
): Exchange {
  const arrivedAt = clock.monotonic();
  const codes: UploadErrorCode[] = [];
  const trace = tracing?.startRequest({ method, route: matched, requestId, header });
  const report = (error: unknown, route = `${method} ${path}`) => {
    if (isReported(error)) return;
    call(() => onError(error, { requestId, route }), ignore);
  };
  const tell: Exchange['tell'] = (event) => {
    if (onEvent) call(() => onEvent({ ...event, requestId } as ServiceEvent), report);
  };
  return {
    requestId,
    signal,
    report: (error, route) => report(error, route),
    fail(error) {
      report(error);
      const shown = publicError(error);
      codes.push(shown.code);
      return shown;
    },
    tell,
    countRefusal: (error) => rates.countRefusal(address, error, report),
    answered(status) {
      const durationMs = clock.monotonic() - arrivedAt;
      tell({ type: 'request-answered', route: matched, status, codes, durationMs });
      trace?.end({ status, codes });
    },
    run: (work) => (trace ? trace.run(work) : work()),
  };
}

/** Whether another request has reported the failure that this error shares with it. */
function isReported(error: unknown): boolean {
  return UploadError.is(error) && error.cause instanceof SharedFailure && !error.cause.takeReport();
}

/** Catches rejections too: an unhandled one would end the process. */
function call(listener: () => unknown, onFailure: (error: unknown) => void): void {
  void (async () => listener())().catch(onFailure);
}

/** If `onError` itself fails, there is no one left to call. */
function ignore(): void {}
