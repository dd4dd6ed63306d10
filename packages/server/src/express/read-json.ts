import { promisify } from 'node:util';
import type { UploadError } from '@slipway/protocol';
import express, { type Request, type Response } from 'express';
import { type BodyLimits, withinTime } from '../adapter/body-limits.ts';
import { bodyTooLarge, invalidJson, notJson } from '../adapter/request-failures.ts';

/**
 * Makes the reader of request bodies.
 *
 * @throws UploadError `invalid-request`, `request-too-large`, or `network-error` when it takes too long
 */
export function readJson(
  limits: BodyLimits,
): (request: Request, response: Response) => Promise<unknown> {
  const { maxBytes } = limits;
  const parse = promisify(
    express.json({ limit: maxBytes, strict: true, type: 'application/json', inflate: false }),
  );
  return async (request, response) => {
    if (request.is('application/json') !== 'application/json') throw notJson();
    const reading = parse(request, response).catch((error: unknown) => {
      throw toUploadError(error, maxBytes);
    });
    await withinTime(reading, limits);
    return request.body;
  };
}

function toUploadError(error: unknown, maxBytes: number): UploadError {
  const { type } = error as { readonly type?: unknown };
  return type === 'entity.too.large' ? bodyTooLarge(maxBytes) : invalidJson();
}
