import type { IncomingMessage, ServerResponse } from 'node:http';
import { closeUnreadRequests } from './close-unread.ts';
import { closeUnreadResponses } from './close-unread-responses.ts';
import { toRequest } from './incoming-request.ts';
import { refuseAmbiguousTargets } from './refuse-ambiguous.ts';
import { sendResponse } from './send-response.ts';

/** A function of Fetch API requests, such as the one that `createUploadHandler` returns. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** A listener for `createServer` of `node:http`. It resolves after the response, and never rejects. */
export type NodeHandler = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * The origin that browsers call, such as `https://app.example`. Set it behind a proxy that changes `Host` or
   * terminates TLS.
   *
   * @defaultValue `Host`, with `https:` if the connection is encrypted
   */
  readonly origin?: string | ((incoming: IncomingMessage) => string) | undefined;
  /**
   * Called if the handler rejects, or if the body of its response fails.
   *
   * @defaultValue `console.error`
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Serves a handler of Fetch API requests with Node's `http`. Bodies are streamed in both directions. If the client
 * disconnects, the request's `signal` aborts. A target that can be read as several paths gets 400. If the response's body fails halfway, the connection is destroyed, so
 * that the client does not take the rest for the whole. A body that a framework has already parsed as JSON is passed
 * on.
 *
 * @example
 * createServer(toNodeHandler(createUploadHandler({ s3, bucket, authorize, tokenKeys }))).listen(3000);
 */
export function toNodeHandler(
  handle: FetchHandler,
  { origin, onError = console.error }: NodeHandlerOptions = {},
): NodeHandler {
  return async (incoming, response) => {
    closeUnreadRequests(incoming, response, () => {});
    closeUnreadResponses(incoming, response, () => {});
    // `new Request` would resolve such a target, so that the handler could not refuse it.
    let hasOnePath = false;
    refuseAmbiguousTargets(incoming, response, () => {
      hasOnePath = true;
    });
    if (!hasOnePath) return;
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    try {
      const request = toRequest(incoming, origin, gone.signal);
      await sendResponse(request ? await handle(request) : badRequest(), incoming, response);
    } catch (error) {
      if (!gone.signal.aborted) onError(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}

/** The response to a request whose `Host` or target is malformed. */
function badRequest(): Response {
  return new Response(null, { status: 400 });
}
