import type { ErrorResponse } from '@slipway/protocol';
import type { ErrorRequestHandler } from 'express';
import type { UploadService } from '../service/upload-service.ts';
import { requestIdOf } from './request-id.ts';

/** Answers every failure as an {@link ErrorResponse}; details of failures of our own stay in the log. */
export function answerErrors(service: UploadService): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = requestIdOf(response);
    const route = `${request.method} ${request.path}`;
    const shown = service.report(error, { requestId, route });
    if (shown.retryAfterMs !== undefined) {
      response.set('Retry-After', String(Math.ceil(shown.retryAfterMs / 1_000)));
    }
    response.status(shown.status).json({ error: shown.toBody(requestId) } satisfies ErrorResponse);
  };
}
