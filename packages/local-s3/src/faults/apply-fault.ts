import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../http/reply.ts';
import type { RequestBody } from '../http/request-body.ts';
import type { S3Request } from '../http/s3-request.ts';
import { ConnectionLost, errorDocument } from '../http/write-reply.ts';
import type { Store } from '../storage/store.ts';
import type { Fault } from './fault.ts';

/** Thrown to replace the operation's response with that of a fault rule. */
export class FaultReply extends Error {
  override readonly name = 'FaultReply';
  readonly code: string | undefined;
  readonly reply: Reply;

  constructor(code: string | undefined, reply: Reply) {
    super(`Injected fault: ${code ?? 'an empty answer'}`);
    this.code = code;
    this.reply = reply;
  }
}

/** Applies a fault by waiting or throwing. */
export async function applyFault(
  fault: Fault,
  { request, body, store }: { request: S3Request; body: RequestBody; store: Store },
): Promise<void> {
  switch (fault.kind) {
    case 'delay':
      // Tests hold a request like this. It must end when the client disconnects.
      await sleep(fault.delayMs, undefined, { signal: body.clientGone() }).catch(() => {
        throw new ConnectionLost();
      });
      return;
    case 'answer':
      throw new FaultReply(fault.code, answerOf(fault, request));
    case 'error-in-200': {
      const body = documentOf(fault, request) + (fault.trailer ?? '');
      throw new FaultReply(fault.code, { status: 200, headers: XML, body });
    }
    case 'empty-200':
      throw new FaultReply(undefined, { status: 200, headers: XML, body: '' });
    case 'abort-upload': {
      const bucket = store.bucket(request.bucket ?? '');
      const upload = bucket?.uploads.get(request.query.get('uploadId') ?? '');
      if (upload !== undefined) await bucket?.abortUpload(upload);
      return;
    }
    case 'drop-connection':
      await receiveAtLeast(body, fault.afterBytes ?? 0);
      throw new ConnectionLost();
  }
}

const XML = { 'Content-Type': 'application/xml' };

function answerOf(fault: Extract<Fault, { kind: 'answer' }>, request: S3Request): Reply {
  const { status, retryAfterSeconds } = fault;
  const retryAfter = retryAfterSeconds === undefined ? undefined : String(retryAfterSeconds);
  const headers = { ...XML, 'Retry-After': retryAfter };
  if (request.method === 'HEAD') return { status, headers };
  return { status, headers, body: documentOf(fault, request) };
}

function documentOf(fault: { code: string; message?: string }, request: S3Request): string {
  return errorDocument(fault.code, fault.message ?? `Injected fault: ${fault.code}`, request);
}

async function receiveAtLeast(body: RequestBody, bytes: number): Promise<void> {
  if (body.receivedBytes >= bytes) return;
  for await (const _ of body.read()) if (body.receivedBytes >= bytes) return;
}
