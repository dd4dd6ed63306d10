import express, { type Request, type Router } from 'express';
import {
  type AdapterOptions,
  ANSWER_HEADERS,
  createAdapterService,
} from '../adapter/adapter-options.ts';
import { toAnswer } from '../adapter/answer-status.ts';
import { bodyLimitsOf } from '../adapter/body-limits.ts';
import { guardOf } from '../adapter/guard-of.ts';
import { identify } from '../adapter/identify.ts';
import { readQuery } from '../adapter/read-query.ts';
import { routeNotFound } from '../adapter/request-failures.ts';
import { answerErrors } from './answer-errors.ts';
import { checkOrigin } from './check-origin.ts';
import { createExchanges } from './exchanges.ts';
import { readJson } from './read-json.ts';

/** How uploads are authorized, stored and answered. */
export interface UploadRouterOptions extends AdapterOptions<Request> {}

/**
 * The presigning API as an Express router, to be mounted wherever the app likes.
 *
 * @example
 * app.use('/api', createUploadRouter({ s3, bucket, authorize, tokenKeys }));
 *
 * @throws TypeError for options that cannot work, saying which
 */
export function createUploadRouter(options: UploadRouterOptions): Router {
  const { allowedOrigins = [] } = options;
  const service = createAdapterService(options);
  const exchanges = createExchanges(service);
  const parseBody = readJson(bodyLimitsOf(options));

  const router = express.Router();
  router.use(exchanges.start, setHeaders, checkOrigin(allowedOrigins));
  for (const operation of service.operations) {
    const authorize = guardOf(options, operation);
    if (!authorize) continue;
    const method = operation.method === 'GET' ? 'get' : 'post';
    router[method](operation.path, async (request, response) => {
      const exchange = exchanges.of(response);
      const principal = await identify(exchange, authorize, request);
      const body = method === 'get' ? queryOf(request) : await parseBody(request, response);
      const answer = toAnswer(await service.handle({ operation, principal, body, exchange }));
      response.status(answer.status).set(answer.headers).json(answer.body);
    });
  }
  router.use((request) => {
    throw routeNotFound(request.method, request.path);
  });
  router.use(answerErrors(exchanges));
  return router;
}

/** Not by Express, whose app decides how queries are parsed. */
function queryOf({ originalUrl }: Request): unknown {
  return readQuery(new URLSearchParams(originalUrl.split('?')[1]));
}

const setHeaders: express.RequestHandler = (_request, response, next) => {
  response.set(ANSWER_HEADERS);
  next();
};
