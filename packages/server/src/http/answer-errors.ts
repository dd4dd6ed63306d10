import type { ErrorResponse } from '@slipway/protocol';
import type { ErrorRequestHandler } from 'express';
import { failureHeaders } from '../adapter/request-failures.ts';
import type { Exchanges } from './exchanges.ts';

/** Answers every failure as an {@link ErrorResponse}; details of failures of our own stay in the log. */
export function answerErrors(exchanges: Exchanges): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const exchange = exchanges.of(response);
    const shown = exchange.fail(error);
    const body: ErrorResponse = { error: shown.toBody(exchange.requestId) };
    response.status(shown.status).set(failureHeaders(shown)).json(body);
  };
}
