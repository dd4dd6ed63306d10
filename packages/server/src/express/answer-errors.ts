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
    // What is still to come of the request would be taken for the next one, or waited for.
    if (shown.status === 408) response.set('Connection', 'close');
    response.status(shown.status).set(failureHeaders(shown)).json(body);
  };
}
