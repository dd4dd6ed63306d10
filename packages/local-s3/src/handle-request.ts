import type { IncomingMessage, ServerResponse } from 'node:http';
import { openPayload, type Payload } from './auth/payload.ts';
import { verifySignature } from './auth/verify.ts';
import { corsHeaders, preflightHeaders } from './cors/match-cors.ts';
import { applyFault, FaultReply } from './faults/apply-fault.ts';
import type { FaultInjector, FaultMoment, FaultRule } from './faults/fault.ts';
import type { Reply } from './http/reply.ts';
import { RequestBody } from './http/request-body.ts';
import type { RequestEvent } from './http/request-event.ts';
import { S3Request } from './http/s3-request.ts';
import {
  ConnectionLost,
  commonHeaders,
  errorReply,
  toS3Error,
  writeReply,
} from './http/write-reply.ts';
import { Call, type Settings } from './operations/call.ts';
import { checkDirectoryBucket } from './operations/directory-buckets.ts';
import { findOperation, type OperationName, type Route } from './routes.ts';
import { S3Error, systemCode } from './s3-error.ts';
import type { Store } from './storage/store.ts';

/** What the server provides to every request. */
export interface HandlerParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly faults: FaultInjector;
  readonly idleTimeoutMs: number;
  readonly onRequest: (event: RequestEvent) => void;
  readonly isClosing: () => boolean;
  /** Called with errors of this server. */
  readonly onInternalError: (error: unknown) => void;
}

/** Serves one request from its first header to its last byte. Never throws. */
export async function handleRequest(
  parts: HandlerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  // Reads and writes notice a client that disconnects. Without a listener, the event would end the process.
  incoming.on('error', ignore);
  response.on('error', ignore);
  const body = new RequestBody(incoming, response, parts.idleTimeoutMs);
  let request: S3Request;
  try {
    request = new S3Request(incoming);
  } catch {
    // The target is unreadable, so no bucket's CORS rules apply.
    response.writeHead(400, { Connection: 'close', 'Content-Type': 'application/xml' });
    response.end('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InvalidURI</Code></Error>');
    return;
  }
  const exchange = new Exchange(parts, request, body);
  let aborted = false;
  try {
    const reply = await exchange.run();
    const drained = body.drain();
    // If the server never asked for the body, the client will not send it, and the connection cannot be reused. It
    // cannot be reused either when the server closes.
    if (body.awaitsContinue || parts.isClosing()) response.setHeader('Connection', 'close');
    await writeReply(response, reply, exchange.headers());
    await drained;
  } catch (error) {
    aborted = true;
    if (!isDisconnect(error)) parts.onInternalError(error);
    incoming.socket.destroy();
  }
  parts.onRequest({
    ...exchange.describe(),
    status: response.headersSent ? response.statusCode : undefined,
    bytesReceived: body.receivedBytes,
    aborted,
    durationMs: performance.now() - startedAt,
  });
}

/** One request and its response, with the faults in between. */
class Exchange {
  readonly #parts: HandlerParts;
  readonly #request: S3Request;
  readonly #body: RequestBody;
  #operation: OperationName | 'Preflight' | 'Unknown' = 'Unknown';
  #fault: FaultRule | undefined;
  #errorCode: string | undefined;

  constructor(parts: HandlerParts, request: S3Request, body: RequestBody) {
    this.#parts = parts;
    this.#request = request;
    this.#body = body;
  }

  /** Returns the response, which may be an error. @throws ConnectionLost, or an error if the client disconnected. */
  async run(): Promise<Reply> {
    try {
      return await this.#answer();
    } catch (error) {
      if (error instanceof FaultReply) {
        this.#errorCode = error.code;
        return error.reply;
      }
      if (error instanceof ConnectionLost) throw error;
      // Files that were deleted with their bucket cause many kinds of errors.
      const { bucket } = this.#request;
      const bucketGone = bucket !== undefined && this.#parts.store.bucket(bucket) === undefined;
      const s3Error =
        bucketGone && systemCode(error) === 'ENOENT'
          ? new S3Error('NoSuchBucket')
          : toS3Error(error);
      if (s3Error.code === 'InternalError') this.#parts.onInternalError(error);
      this.#errorCode = s3Error.code;
      return errorReply(s3Error, this.#request);
    }
  }

  /** Headers of every response, including errors: a page must be able to read errors too. */
  headers(): Record<string, string> {
    const request = this.#request;
    const headers = commonHeaders(request, this.#parts.settings.now());
    const origin = request.header('origin');
    const payer = 'x-amz-request-payer';
    if ((request.header(payer) ?? request.query.get(payer)) === 'requester') {
      headers['x-amz-request-charged'] = 'requester';
    }
    if (origin === undefined || this.#operation === 'Preflight') return headers;
    const rules = this.#parts.store.bucket(request.bucket ?? '')?.record.cors;
    return { ...headers, ...corsHeaders(rules, { origin, method: request.method, headers: [] }) };
  }

  describe(): Omit<RequestEvent, 'status' | 'bytesReceived' | 'aborted' | 'durationMs'> {
    const request = this.#request;
    return {
      requestId: request.id,
      operation: this.#operation,
      method: request.method,
      bucket: request.bucket,
      key: request.key,
      partNumber: this.#partNumber(),
      uploadId: request.query.get('uploadId'),
      query: Object.fromEntries(
        request.queryPairs.filter(([name]) => !name.toLowerCase().startsWith('x-amz-')),
      ),
      errorCode: this.#errorCode,
    };
  }

  async #answer(): Promise<Reply> {
    const { faults } = this.#parts;
    const request = this.#request;
    const found = request.method === 'OPTIONS' ? 'Preflight' : findOperation(request);
    if (found === 'Preflight') this.#operation = found;
    else if (!(found instanceof S3Error)) this.#operation = found.name;
    this.#fault = faults.take(this.describe());
    await this.#strike('headers');
    if (found === 'Preflight') return this.#preflight();

    const payload = this.#open(found);
    if (found instanceof S3Error) throw found;
    // A generator slows down every byte, so add one only for a fault in the body.
    const struck =
      this.#fault?.moment === 'body'
        ? { ...payload, read: () => this.#readPayload(payload.read()) }
        : payload;
    const call = new Call(request, struck, this.#parts);
    const { bucket } = request;
    if (bucket !== undefined && found.name !== 'CreateBucket') call.store.requireBucket(bucket);
    call.checkOwnerAndPayer();
    checkDirectoryBucket(call, found.name);
    const reply = await found.run(call);
    await this.#strike('applied');
    return reply;
  }

  /** Authenticates the caller. Unauthenticated callers do not learn what exists. */
  #open(found: Route | S3Error): Payload {
    // A form carries its signature in one of its fields.
    if (!(found instanceof S3Error) && found.name === 'PostObject') {
      return { size: undefined, read: () => this.#body.read(), trailers: new Map() };
    }
    const verified = verifySignature(this.#request, this.#parts.settings);
    return openPayload(this.#request, this.#body, verified);
  }

  /** Passes the payload on. A fault of the moment `body` strikes between its last byte and its end. */
  async *#readPayload(payload: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield* payload;
    await this.#strike('body');
  }

  async #strike(moment: FaultMoment): Promise<void> {
    const rule = this.#fault;
    if (rule !== undefined && (rule.moment ?? 'headers') === moment) {
      const exchange = { request: this.#request, body: this.#body, store: this.#parts.store };
      await applyFault(rule.fault, exchange);
    }
  }

  #preflight(): Reply {
    const request = this.#request;
    const origin = request.header('origin');
    const method = request.header('access-control-request-method');
    if (origin === undefined || method === undefined) {
      throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
    }
    const rules = this.#parts.store.bucket(request.bucket ?? '')?.record.cors;
    const asked = request.header('access-control-request-headers') ?? '';
    const headers = asked.split(',').map((name) => name.trim().toLowerCase());
    return {
      status: 200,
      headers: preflightHeaders(rules, { origin, method, headers: headers.filter(Boolean) }),
    };
  }

  #partNumber(): number | undefined {
    const text = this.#request.query.get('partNumber');
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  }
}

function ignore(): void {}

const DISCONNECTED = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

function isDisconnect(error: unknown): boolean {
  return error instanceof ConnectionLost || DISCONNECTED.has(systemCode(error) ?? '');
}
