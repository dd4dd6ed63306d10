import type { ErrorResponse } from '@slipway/protocol';
import type { ErrorRequestHandler } from 'express';
import { retryAfterHeader } from '../adapter/request-failures.ts';
import type { UploadService } from '../service/upload-service.ts';
import { requestIdOf } from './request-id.ts';

/** Answers every failure as an {@link ErrorResponse}; details of failures of our own stay in the log. */
export function answerErrors(service: UploadService): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = requestIdOf(response);
    const route = `${request.method} ${request.path}`;
    const shown = service.report(error, { requestId, route });
    const retryAfter = retryAfterHeader(shown);
    if (retryAfter !== undefined) response.set('Retry-After', retryAfter);
    response.status(shown.status).json({ error: shown.toBody(requestId) } satisfies ErrorResponse);
  };
}
