import { ROUTES } from '@slipway/protocol';
import { ADMIN_OPERATIONS } from '../admin/admin-operations.ts';
import { abortUploads } from './abort-uploads.ts';
import { completeUploads } from './complete-uploads.ts';
import { createUploads } from './create-uploads.ts';
import { handleBatch } from './handle-batch.ts';
import { listParts } from './list-parts.ts';
import type { Operation } from './operation.ts';
import { parseRequest } from './parse-request.ts';
import { presignParts } from './presign-parts.ts';
import {
  abortRequestSchema,
  completeRequestSchema,
  createRequestSchema,
  listPartsRequestSchema,
  presignRequestSchema,
} from './request-schemas.ts';
import { showPolicy } from './show-policy.ts';

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
    caller: 'user',
    handle: showPolicy,
  },
  {
    method: 'POST',
    path: ROUTES.create,
    caller: 'user',
    handle: (context, principal, body) =>
      handleBatch(context, createRequestSchema, 'files', body, (request) =>
        createUploads(context, principal, request),
      ),
  },
  {
    method: 'POST',
    path: ROUTES.presign,
    caller: 'user',
    handle: (context, principal, body) =>
      handleBatch(context, presignRequestSchema, 'uploads', body, (request) =>
        presignParts(context, principal, request),
      ),
  },
  {
    method: 'POST',
    path: ROUTES.listParts,
    caller: 'user',
    handle: async (context, principal, body) =>
      listParts(context, principal, parseRequest(listPartsRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.complete,
    caller: 'user',
    handle: (context, principal, body) =>
      handleBatch(context, completeRequestSchema, 'uploads', body, (request) =>
        completeUploads(context, principal, request),
      ),
  },
  {
    method: 'POST',
    path: ROUTES.abort,
    caller: 'user',
    handle: (context, principal, body) =>
      handleBatch(context, abortRequestSchema, 'uploads', body, (request) =>
        abortUploads(context, principal, request),
      ),
  },
  ...ADMIN_OPERATIONS,
];
