import type { IncomingMessage } from 'node:http';
import { UploadError, type UploadErrorCode } from '@slipway/protocol';
import {
  chooseRequestId,
  type FailureDetails,
  type Principal,
  REQUEST_ID_HEADER,
  type ServiceEvent,
} from '@slipway/server';
import type { RequestHandler, Response } from 'express';
import type { AddressList } from '../network/address-list.ts';
import { type DescribedError, describeError } from './describe-error.ts';
import type { Log } from './log.ts';

/** Writes one line for each request, when its answer is out. */
export interface RequestLog {
  /** Goes before everything else: names the request, and follows it to its end. */
  readonly handler: RequestHandler;
  /** Hears who sent a request. */
  onKnown(request: IncomingMessage, principal: Principal): void;
  /** Hears what the upload service did. */
  onEvent(event: ServiceEvent): void;
  /** Hears of failures; those that are the caller's are in the line by their codes alone. */
  onError(error: unknown, details: FailureDetails): void;
}

/** What is told of a request while it is under way. */
interface RequestRecord {
  principal?: Principal;
  route?: string | undefined;
  codes?: readonly UploadErrorCode[];
  readonly failures: DescribedError[];
}

/** A batch can fail a hundred times for the same reason. */
const MAX_FAILURES = 5;

/** Makes the log of requests. Only a trusted proxy may bring the name of a request along. */
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
      // Once the others that wait for the end have told what they know.
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

/** Gives the request a name that no other one under way has, and that the upload service takes over. */
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

/** Never the path itself, in which callers can write what they like. */
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
