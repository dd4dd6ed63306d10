import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { S3Error, systemCode } from '../s3-error.ts';
import { xmlDocument } from '../xml/write.ts';
import type { Reply } from './reply.ts';
import type { S3Request } from './s3-request.ts';

/** Sends a response. Streams an object's bytes with backpressure. Throws when the client disconnects. */
export async function writeReply(
  response: ServerResponse,
  reply: Reply,
  extraHeaders: Readonly<Record<string, string>>,
): Promise<void> {
  const { body } = reply;
  const headers: Record<string, string> = { ...extraHeaders };
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    if (value !== undefined) headers[name] = value;
  }
  if (typeof body === 'string') headers['Content-Length'] = String(Buffer.byteLength(body));
  else if (body !== undefined) headers['Content-Length'] = String(body.size);
  else if (reply.status === 200) headers['Content-Length'] ??= '0';
  try {
    response.writeHead(reply.status, headers);
    if (typeof body === 'object') await pipeline(body.read(), response);
    else await endResponse(response, body);
  } finally {
    if (typeof body === 'object') body.release();
  }
}

/** Unlike `finished`, this rejects when the connection closes before all bytes are out. */
function endResponse(response: ServerResponse, body: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => (response.writableFinished ? resolve() : reject(new ConnectionLost()));
    // A response that is already closed emits no further event.
    if (response.closed || response.destroyed) return onClose();
    response.once('error', reject).once('close', onClose);
    response.end(body);
  });
}

/** The connection ends before the response is out: the client disconnected, or a fault cuts it. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** The headers of every response. */
export function commonHeaders(request: Pick<S3Request, 'id'>, now: Date): Record<string, string> {
  return {
    'x-amz-request-id': request.id,
    'x-amz-id-2': Buffer.from(request.id).toString('base64'),
    Date: now.toUTCString(),
    Server: 'local-s3',
  };
}

/** The error document of S3. HEAD responses have no body. */
export function errorReply(error: S3Error, request: S3Request): Reply {
  if (request.method === 'HEAD') return { status: error.status };
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml' },
    body: errorDocument(error.code, error.message, request, error.details),
  };
}

export function errorDocument(
  code: string,
  message: string,
  request: S3Request,
  details: S3Error['details'] = {},
): string {
  return xmlDocument(
    'Error',
    {
      Code: code,
      Message: message,
      ...details,
      Resource: request.rawPath,
      RequestId: request.id,
      HostId: Buffer.from(request.id).toString('base64'),
    },
    '',
  );
}

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

/** Turns any thrown value into an S3 error. Unexpected errors become `InternalError`. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  return new S3Error(
    DISK_FULL.has(systemCode(error) ?? '') ? 'ServiceUnavailable' : 'InternalError',
  );
}
