import type { ErrorResponse } from '@slipway/protocol';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import {
  type AdapterOptions,
  ANSWER_HEADERS,
  createAdapterService,
} from '../adapter/adapter-options.ts';
import { toAnswer } from '../adapter/answer-status.ts';
import { createBodyReader } from '../adapter/body-reader.ts';
import { guardOf, identify } from '../adapter/identify.ts';
import { assertJson } from '../adapter/json-body.ts';
import { failureHeaders, routeNotFound } from '../adapter/request-failures.ts';
import { chooseRequestId, REQUEST_ID_HEADER, readQuery } from '../adapter/request-head.ts';
import { closeUnreadRequests } from '../node/close-unread.ts';
import { closeUnreadResponses } from '../node/close-unread-responses.ts';
import { createOriginCheck } from '../origin-check.ts';
import type { Principal } from '../principal.ts';
import { ambiguousHost, ambiguousTarget, hasOneHost, hasOnePath } from '../request-target.ts';
import type { Exchange } from '../service/exchange.ts';
import type { Operation } from '../service/operation.ts';
import type { UploadService } from '../upload-service.ts';
import { bodyOf } from './read-body.ts';

/** Options of {@link createUploadRouter}. */
export interface UploadRouterOptions extends AdapterOptions<Request> {}

/**
 * The presigning API as an Express router. Mount it under any path.
 *
 * @example
 * app.use('/api', createUploadRouter({ s3, bucket, authorize, tokenKeys }));
 *
 * @throws TypeError that names the wrong option
 */
export function createUploadRouter(options: UploadRouterOptions): Router {
  const { allowedOrigins = [] } = options;
  const service = createAdapterService(options);
  const exchanges = createExchanges(service);
  const readBody = createBodyReader(options);

  /** If the app has parsed the body already, returns what it parsed. */
  async function inputOf(request: Request, { body }: Operation, principal: Principal) {
    if (!body) return queryOf(request);
    if (!request.readableEnded) return readBody(bodyOf(request), body, principal);
    assertJson((name) => request.headers[name]?.toString());
    return request.body;
  }

  // Strict, so that a proxy's rules about paths hold for every request that a route answers.
  const router = express.Router({ strict: true, caseSensitive: true });
  router.use(
    closeUnreadRequests,
    closeUnreadResponses,
    exchanges.start,
    setHeaders,
    refuseSeveralPaths,
  );
  router.use(checkOrigin(allowedOrigins));
  for (const operation of service.operations) {
    const authorize = guardOf(options, operation);
    if (!authorize) continue;
    const method = operation.method === 'GET' ? 'get' : 'post';
    router[method](operation.path, async (request, response, next) => {
      try {
        const exchange = exchanges.of(response);
        const principal = await identify(exchange, authorize, request);
        await service.admit(principal, exchange);
        const body = await inputOf(request, operation, principal);
        const answer = toAnswer(await service.handle({ operation, principal, body, exchange }));
        response.status(answer.status).set(answer.headers).json(answer.body);
      } catch (error) {
        // Express 4 does not wait for promises.
        next(error);
      }
    });
  }
  router.use((request) => {
    throw routeNotFound(request.method, request.path);
  });
  router.use(answerErrors(exchanges));
  return router;
}

/** Parses the query itself, because Express parses it according to the app's settings. */
function queryOf({ originalUrl }: Request): unknown {
  return readQuery(new URLSearchParams(originalUrl.split('?', 2)[1]));
}

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set(ANSWER_HEADERS);
  next();
};

/** Express would convert backslashes, and end the path at a `#`. Express 4 removes a second slash after the mount path. */
const refuseSeveralPaths: RequestHandler = ({ originalUrl, rawHeaders }, _response, next) => {
  if (!hasOneHost(rawHeaders)) throw ambiguousHost();
  if (!hasOnePath(originalUrl)) throw ambiguousTarget();
  next();
};

/** The exchanges of one router's requests. */
interface Exchanges {
  /** Starts an exchange for each request, under the proxy's ID or a new one. */
  readonly start: RequestHandler;
  /** Returns the exchange of a response. */
  of(response: Response): Exchange;
}

/** Follows each request of one router until its response closes, even if another handler answers it. */
function createExchanges(service: UploadService): Exchanges {
  const exchanges = new WeakMap<Response, Exchange>();
  return {
    start(request, response, next) {
      const requestId = chooseRequestId(request.get(REQUEST_ID_HEADER));
      const { method, path } = request;
      const gone = new AbortController();
      const { signal } = gone;
      const { exchange } = service.receive({
        method,
        path,
        requestId,
        address: request.ip,
        header: (name) => request.get(name),
        signal,
      });
      exchanges.set(response, exchange);
      response.set(REQUEST_ID_HEADER, requestId);
      response.once('close', () => {
        if (!response.writableFinished) gone.abort();
        exchange.answered(response.headersSent ? response.statusCode : 0);
      });
      exchange.run(next);
    },
    of(response) {
      const exchange = exchanges.get(response);
      if (!exchange) throw new Error('The request did not come through this router.');
      return exchange;
    },
  };
}

/**
 * Admits requests from allowed pages, and answers their preflights.
 *
 * @throws TypeError if an origin is malformed
 */
function checkOrigin(allowedOrigins: readonly string[]): RequestHandler {
  const check = createOriginCheck(allowedOrigins);
  return (request, response, next) => {
    if (allowedOrigins.length > 0) response.vary('Origin');
    const { headers, isPreflight } = check({
      method: request.method,
      origin: request.get('origin'),
      host: hostOf(request),
      isSecure: request.secure,
      fetchSite: request.get('sec-fetch-site'),
      requestedHeaders: request.get('access-control-request-headers'),
    });
    response.set(headers);
    if (isPreflight) response.status(204).end();
    else next();
  };
}

/** The host and port that the browser called. `request.host` of Express 4 has no port. */
function hostOf(request: Request): string | undefined {
  const isTrusted: (address: string | undefined, hop: number) => boolean =
    request.app.get('trust proxy fn');
  const forwarded = request.get('x-forwarded-host');
  if (forwarded === undefined || !isTrusted(request.socket.remoteAddress, 0)) {
    return request.get('host');
  }
  return forwarded.split(',', 1)[0]?.trim();
}

/** Answers every failure as an {@link ErrorResponse}. Details of internal failures stay in the log. */
function answerErrors(exchanges: Exchanges): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const exchange = exchanges.of(response);
    const shown = exchange.fail(error);
    const body: ErrorResponse = { error: shown.toBody(exchange.requestId) };
    // On an open connection, the rest of a late body would be read as the next request.
    if (shown.status === 408) response.set('Connection', 'close');
    response.status(shown.status).set(failureHeaders(shown)).json(body);
  };
}
