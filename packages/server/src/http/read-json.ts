import { promisify } from 'node:util';
import type { UploadError } from '@slipway/protocol';
import express, { type Request, type Response } from 'express';
import { bodyTooLarge, invalidJson, notJson } from '../adapter/request-failures.ts';

/**
 * Makes the reader of request bodies.
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
    if (request.is('application/json') !== 'application/json') throw notJson();
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
  return type === 'entity.too.large' ? bodyTooLarge(maxBytes) : invalidJson();
}
