import type { IncomingMessage } from 'node:http';
import { UploadError, type UploadErrorCode } from '@slipway/protocol';
import {
  chooseRequestId,
  type FailureDetails,
  type Principal,
  REQUEST_ID_HEADER,
  type ServiceEvent,
} from '@slipway/server/express';
import type { RequestHandler, Response } from 'express';
import type { AddressList } from '../network/address-list.ts';
import { type DescribedError, describeError } from './describe-error.ts';
import type { Log } from './log.ts';

/** Writes one line for each request when its response is sent. */
export interface RequestLog {
  /** The first handler. It gives the request its ID and writes the line at the end. */
  readonly handler: RequestHandler;
  /** Records the caller of a request. */
  onKnown(request: IncomingMessage, principal: Principal): void;
  /** Records the route and the codes of a request. */
  onEvent(event: ServiceEvent): void;
  /** Records the backend's own failures. The line shows failures of the caller only by their codes. */
  onError(error: unknown, details: FailureDetails): void;
}

/** What the log knows about a request in flight. */
interface RequestRecord {
  principal?: Principal;
  route?: string | undefined;
  codes?: readonly UploadErrorCode[];
  readonly failures: DescribedError[];
}

/** A batch can fail a hundred times for the same reason. */
const MAX_FAILURES = 5;

/** Creates the log of requests. Only a trusted proxy may choose a request's ID. */
export function createRequestLog(log: Log, isTrustedProxy: AddressList): RequestLog {
  const records = new Map<string, RequestRecord>();

  const write = (request: IncomingMessage, response: Response, arrivedAt: number, id: string) => {
    const { principal, route, codes = [], failures = [] } = records.get(id) ?? {};
    records.delete(id);
    const status = response.headersSent ? response.statusCode : 0;
    const line = {
      requestId: id,
      route: route ?? routeOf(request),
      status,
      ...(codes.length > 0 && { codes: tally(codes) }),
      durationMs: Math.round((performance.now() - arrivedAt) * 10) / 10,
      ...principal,
      ...(failures.length > 0 && { failures }),
    };
    log[levelOf(status, codes, route !== undefined)](line, 'request');
  };

  return {
    handler(request, response, next) {
      const arrivedAt = performance.now();
      const id = nameRequest(request, isTrustedProxy, records);
      records.set(id, { failures: [] });
      response.set(REQUEST_ID_HEADER, id);
      // Wait until the other listeners of this event have recorded what they know.
      response.once('close', () => queueMicrotask(() => write(request, response, arrivedAt, id)));
      next();
    },
    onKnown(request, principal) {
      const record = records.get(String(request.headers[REQUEST_ID_HEADER]));
      if (record) record.principal = principal;
    },
    onEvent(event) {
      if (event.type !== 'request-answered') return;
      const record = records.get(event.requestId);
      if (!record) return;
      record.route = event.route;
      record.codes = event.codes;
    },
    onError(error, { requestId, route }) {
      if (UploadError.is(error) && error.status < 500) return;
      const failure = describeError(error);
      const record = records.get(requestId);
      if (!record) log.error({ requestId, route, failures: [failure] }, 'failure');
      else if (record.failures.length < MAX_FAILURES) record.failures.push(failure);
    },
  };
}

/** Gives the request an ID that no other request in flight has. The upload service uses the same ID. */
function nameRequest(
  request: IncomingMessage,
  isTrustedProxy: AddressList,
  taken: ReadonlyMap<string, unknown>,
): string {
  const given = request.headers[REQUEST_ID_HEADER];
  const believed = typeof given === 'string' && isTrustedProxy(request.socket.remoteAddress);
  const chosen = chooseRequestId(believed ? given : undefined);
  const id = taken.has(chosen) ? chooseRequestId(undefined) : chosen;
  request.headers[REQUEST_ID_HEADER] = id;
  return id;
}

/** The pattern of the route, never the path itself: callers can write anything there. */
function routeOf(request: IncomingMessage & { readonly route?: unknown }): string | undefined {
  const { path } = (request.route ?? {}) as { readonly path?: unknown };
  return typeof path === 'string' ? `${request.method} ${path}` : undefined;
}

function levelOf(status: number, codes: readonly UploadErrorCode[], isUploadRoute: boolean) {
  if (status >= 500) return 'error';
  if (status === 0 || status >= 400 || codes.length > 0) return 'warn';
  return isUploadRoute ? 'info' : 'debug';
}

function tally(codes: readonly UploadErrorCode[]): Partial<Record<UploadErrorCode, number>> {
  const counts: Partial<Record<UploadErrorCode, number>> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
