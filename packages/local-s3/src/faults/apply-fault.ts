import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../http/reply.ts';
import type { RequestBody } from '../http/request-body.ts';
import type { S3Request } from '../http/s3-request.ts';
import { errorDocument } from '../http/write-reply.ts';
import type { Fault } from './fault.ts';

/** Thrown to end the connection without an answer. */
export class DroppedConnection extends Error {
  override readonly name = 'DroppedConnection';
}

/** Thrown to answer what a fault rule says instead of what the operation would. */
export class FaultReply extends Error {
  override readonly name = 'FaultReply';
  readonly #fault: Extract<Fault, { kind: 'answer' }>;

  constructor(fault: Extract<Fault, { kind: 'answer' }>) {
    super(fault.message ?? `Injected fault: ${fault.code}`);
    this.#fault = fault;
  }

  get code(): string {
    return this.#fault.code;
  }

  reply(request: S3Request): Reply {
    const { status, code, retryAfterSeconds } = this.#fault;
    return {
      status,
      headers: {
        'Content-Type': 'application/xml',
        'Retry-After': retryAfterSeconds === undefined ? undefined : String(retryAfterSeconds),
      },
      ...(request.method === 'HEAD' ? {} : { body: errorDocument(code, this.message, request) }),
    };
  }
}

/** Lets a fault happen, by waiting or by throwing. */
export async function applyFault(fault: Fault, body: RequestBody): Promise<void> {
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.delayMs, undefined, { signal: body.clientGone() }).catch(() => {
        throw new DroppedConnection();
      });
      return;
    case 'answer':
      throw new FaultReply(fault);
    case 'drop-connection':
      await receiveAtLeast(body, fault.afterBytes ?? 0);
      throw new DroppedConnection();
  }
}

async function receiveAtLeast(body: RequestBody, bytes: number): Promise<void> {
  if (body.receivedBytes >= bytes) return;
  for await (const _ of body.read()) if (body.receivedBytes >= bytes) return;
}
