import { ROUTES } from '@slipway/protocol';
import { abortUploads } from './abort-uploads.ts';
import { completeUploads } from './complete-uploads.ts';
import { createUploads } from './create-uploads.ts';
import { listParts } from './list-parts.ts';
import { parseRequest } from './parse-request.ts';
import { presignParts } from './presign-parts.ts';
import type { Principal } from './principal.ts';
import {
  abortRequestSchema,
  completeRequestSchema,
  createRequestSchema,
  listPartsRequestSchema,
  presignRequestSchema,
} from './request-schemas.ts';
import type { ServiceContext } from './service-context.ts';

/** One route of the service, free of any web framework. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** Relative to where the service is mounted. */
  readonly path: string;
  /**
   * Answers a request whose caller is known. `body` is whatever JSON came.
   *
   * @throws UploadError when the whole request fails
   */
  handle(context: ServiceContext, principal: Principal, body: unknown): Promise<object>;
}

/** The operation of a route; HEAD asks as GET does. `undefined` when there is no such route. */
export function findOperation(method: string, path: string | undefined): Operation | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return OPERATIONS.find((one) => one.method === wanted && one.path === path);
}

/** All routes. An adapter for a web framework needs nothing else. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: ROUTES.policy,
    handle: (context, principal) => context.policyOf(principal),
  },
  {
    method: 'POST',
    path: ROUTES.create,
    handle: async (context, principal, body) =>
      createUploads(context, principal, parseRequest(createRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.presign,
    handle: async (context, principal, body) =>
      presignParts(context, principal, parseRequest(presignRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.listParts,
    handle: async (context, principal, body) =>
      listParts(context, principal, parseRequest(listPartsRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.complete,
    handle: async (context, principal, body) =>
      completeUploads(context, principal, parseRequest(completeRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.abort,
    handle: async (context, principal, body) =>
      abortUploads(context, principal, parseRequest(abortRequestSchema, body)),
  },
];
