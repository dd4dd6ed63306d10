import { promisify } from 'node:util';
import { UploadError } from '@slipway/protocol';
import express, { type Request, type Response } from 'express';

/**
 * Makes the reader of request bodies. Only `application/json` is read: a form of another site cannot
 * send that without asking first.
 *
 * @throws UploadError `invalid-request` or `request-too-large`
 */
export function readJson(
  maxBytes: number,
): (request: Request, response: Response) => Promise<unknown> {
  const parse = promisify(
    express.json({ limit: maxBytes, strict: true, type: 'application/json', inflate: false }),
  );
  return async (request, response) => {
    if (request.is('application/json') !== 'application/json') {
      throw new UploadError('invalid-request', {
        message: 'Send the request as JSON, with the content type application/json.',
      });
    }
    try {
      await parse(request, response);
    } catch (error) {
      throw toUploadError(error, maxBytes);
    }
    return request.body;
  };
}

function toUploadError(error: unknown, maxBytes: number): UploadError {
  const { type } = error as { readonly type?: unknown };
  if (type === 'entity.too.large') {
    return new UploadError('request-too-large', {
      message: `The request is larger than ${maxBytes} bytes. Send fewer items at once.`,
      limit: maxBytes,
    });
  }
  return new UploadError('invalid-request', { message: 'The request is not valid JSON.' });
}
