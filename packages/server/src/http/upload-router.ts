import { UploadError } from '@slipway/protocol';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { createAwsGateway } from '../s3/aws-gateway.ts';
import type { S3Client } from '../s3/s3-client.ts';
import { assertSeconds, MAX_URL_LIFETIME_SECONDS } from '../service/assert-seconds.ts';
import { OPERATIONS } from '../service/operations.ts';
import type { Principal } from '../service/principal.ts';
import {
  createUploadService,
  type UploadService,
  type UploadServiceOptions,
} from '../service/upload-service.ts';
import { answerErrors } from './answer-errors.ts';
import { checkOrigin } from './check-origin.ts';
import { readJson } from './read-json.ts';
import { requestIdOf, setRequestId } from './request-id.ts';

/** How uploads are authorized, stored and answered. */
export interface UploadRouterOptions extends UploadServiceOptions {
  /** The client that calls and presigns. It is never changed; its credentials need the rights on `bucket`. */
  readonly s3: S3Client;
  /**
   * Names the caller, or throws `UploadError('unauthorized')`. Required on purpose: a presigning
   * endpoint open to everyone is an open bucket. Asked before the body is read.
   */
  readonly authorize: (request: Request) => Principal | Promise<Principal>;
  /**
   * Origins of pages that may call from elsewhere, as `https://app.example`. Pages of the router's own
   * host always may.
   *
   * @defaultValue none
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /**
   * How long a presigned URL can be used, in seconds; never longer than the credentials that sign it.
   *
   * @defaultValue 900
   */
  readonly urlLifetimeSeconds?: number | undefined;
  /** Largest request body in bytes. @defaultValue 2 MiB, enough for the largest batches that are legal */
  readonly maxBodyBytes?: number | undefined;
}

const MiB = 1024 ** 2;

/**
 * The presigning API as an Express router, to be mounted wherever the app likes.
 *
 * @example
 * app.use('/api', createUploadRouter({ s3, bucket, authorize, tokenKeys }));
 *
 * @throws TypeError for options that cannot work, saying which
 */
export function createUploadRouter(options: UploadRouterOptions): Router {
  const { s3, authorize, allowedOrigins = [], urlLifetimeSeconds = 900 } = options;
  if (typeof authorize !== 'function') {
    throw new TypeError('authorize is missing: without it the bucket would be open to everyone.');
  }
  assertSeconds('urlLifetimeSeconds', urlLifetimeSeconds, MAX_URL_LIFETIME_SECONDS);
  const gateway = createAwsGateway(s3, { urlLifetimeSeconds, now: () => Date.now() });
  const service = createUploadService(gateway, options);
  const parseBody = readJson(options.maxBodyBytes ?? 2 * MiB);

  const router = express.Router();
  router.use(setRequestId, setHeaders, checkOrigin(allowedOrigins));
  for (const operation of OPERATIONS) {
    const method = operation.method === 'GET' ? 'get' : 'post';
    router[method](operation.path, async (request, response) => {
      const principal = await identify(service, authorize, request, response);
      const body = operation.method === 'GET' ? undefined : await parseBody(request, response);
      const requestId = requestIdOf(response);
      response.json(await service.handle({ operation, principal, body, requestId }));
    });
  }
  router.use((request) => {
    throw new UploadError('not-found', {
      message: `There is no ${request.method} ${request.path} here.`.slice(0, 200),
    });
  });
  router.use(answerErrors(service));
  return router;
}

/** Whatever `authorize` throws keeps the caller out; only an `UploadError` says how. */
async function identify(
  service: UploadService,
  authorize: UploadRouterOptions['authorize'],
  request: Request,
  response: Response,
): Promise<Principal> {
  try {
    return await authorize(request);
  } catch (error) {
    if (UploadError.is(error)) throw error;
    service.report(error, { requestId: requestIdOf(response), route: 'authorize' });
    throw new UploadError('unauthorized', { message: 'Sign in to upload.' });
  }
}

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  next();
};
