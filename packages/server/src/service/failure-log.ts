import { UploadError } from '@slipway/protocol';
import type { Clock } from '../clock.ts';
import type { FailureDetails } from './exchange.ts';

/** The route of failures of the owner's `authorize` that are no `UploadError`. Anyone can cause them. */
export const AUTHORIZE = 'authorize';

const MAX_TEXT_LENGTH = 300;
const WINDOW_MS = 60_000;
const MAX_LINES_OF_STRANGERS = 10;

/**
 * The default of `onError`: one line for each failure of the server or the storage. Mistakes of callers are not logged.
 * If `authorize` throws another error than an `UploadError`, a stranger may have caused it. So of these, only the first
 * in each minute are logged.
 */
export function createFailureLog(
  clock: Pick<Clock, 'monotonic'>,
): (error: unknown, details: FailureDetails) => void {
  let windowEndsAt = Number.NEGATIVE_INFINITY;
  let lines = 0;
  return (error, details) => {
    if (details.route !== AUTHORIZE) {
      logFailure(error, details);
      return;
    }
    if (clock.monotonic() >= windowEndsAt) {
      windowEndsAt = clock.monotonic() + WINDOW_MS;
      lines = 0;
    }
    lines += 1;
    if (lines <= MAX_LINES_OF_STRANGERS) logFailure(error, details);
    else if (lines === MAX_LINES_OF_STRANGERS + 1) console.error(TOO_MANY);
  };
}

const TOO_MANY =
  "slipway: authorize fails often. Its next failures within a minute are not logged. Throw UploadError('unauthorized') for wrong credentials.";

/** Logs one line for a failure of the server or the storage. */
export function logFailure(error: unknown, { requestId, route }: FailureDetails): void {
  if (UploadError.is(error) && error.status < 500) return;
  const code = codeOf(error, route);
  const cause = UploadError.is(error) ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  console.error(`slipway: ${route} ${code} (${requestId}) ${shorten(text)}`);
}

/** The code that the browser gets. */
function codeOf(error: unknown, route: string): string {
  if (UploadError.is(error)) return error.code;
  return route === AUTHORIZE ? 'unauthorized' : 'internal-error';
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH)}…` : line;
}
