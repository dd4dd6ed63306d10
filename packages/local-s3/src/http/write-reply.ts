import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { S3Error } from '../s3-error.ts';
import { xmlDocument } from '../xml/write.ts';
import { httpTime, type Reply } from './reply.ts';
import type { S3Request } from './s3-request.ts';

/** Sends an answer, streaming an object's bytes with backpressure. Throws when the client goes away. */
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
    if (body === undefined || typeof body === 'string') await endResponse(response, body);
    else await pipeline(body.read(), response);
  } finally {
    if (body !== undefined && typeof body !== 'string') body.release();
  }
}

function endResponse(response: ServerResponse, body: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => {
      if (response.writableFinished) resolve();
      else reject(new Error('The client went away before the answer was out'));
    };
    // The event of a response that is closed already has passed.
    if (response.closed || response.destroyed) return onClose();
    response.once('error', reject).once('close', onClose);
    response.end(body);
  });
}

/** The headers that every answer has. */
export function commonHeaders(request: Pick<S3Request, 'id'>, now: Date): Record<string, string> {
  return {
    'x-amz-request-id': request.id,
    'x-amz-id-2': Buffer.from(request.id).toString('base64'),
    Date: httpTime(now.getTime()),
    Server: 'local-s3',
  };
}

/** The error document that S3 answers with; none for HEAD, which has no body. */
export function errorReply(error: S3Error, request: S3Request): Reply {
  if (request.method === 'HEAD') return { status: error.status };
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml' },
    body: errorDocument(error.code, error.message, request, error.details),
  };
}

/** Writes an `<Error>` document. */
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

/** Turns whatever was thrown into an S3 error; what nobody foresaw is an InternalError. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof Error && 'code' in error && DISK_FULL.has(String(error.code))) {
    return new S3Error('ServiceUnavailable');
  }
  return new S3Error('InternalError');
}
