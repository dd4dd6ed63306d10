import type { RequestHandler, Response } from 'express';
import { chooseRequestId, REQUEST_ID_HEADER } from '../adapter/request-id.ts';
import type { Exchange } from '../service/exchange.ts';
import type { UploadService } from '../upload-service.ts';

/** The exchanges of one router. */
export interface Exchanges {
  /** Begins one for each request, under the name its proxy gave it or a new one. */
  readonly start: RequestHandler;
  /** The one that a response belongs to. */
  of(response: Response): Exchange;
}

/** Follows the requests of one router to their answers, whoever answers them. */
export function createExchanges(service: UploadService): Exchanges {
  const exchanges = new WeakMap<Response, Exchange>();
  return {
    start(request, response, next) {
      const requestId = chooseRequestId(request.get(REQUEST_ID_HEADER));
      const { method, path } = request;
      const { exchange } = service.receive({ method, path, requestId, address: request.ip });
      exchanges.set(response, exchange);
      response.set(REQUEST_ID_HEADER, requestId);
      response.once('close', () => {
        exchange.answered(response.headersSent ? response.statusCode : 0);
      });
      next();
    },
    of(response) {
      const exchange = exchanges.get(response);
      if (!exchange) throw new Error('The request did not come through this router.');
      return exchange;
    },
  };
}
