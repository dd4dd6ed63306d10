import type { RequestHandler, Response } from 'express';
import { chooseRequestId, REQUEST_ID_HEADER } from '../adapter/request-id.ts';

/** Gives each request a name that its answer and the log share: the proxy's, or a new one. */
export const setRequestId: RequestHandler = (request, response, next) => {
  response.set(REQUEST_ID_HEADER, chooseRequestId(request.get(REQUEST_ID_HEADER)));
  next();
};

/** The request's name. */
export function requestIdOf(response: Response): string {
  return String(response.get(REQUEST_ID_HEADER));
}
