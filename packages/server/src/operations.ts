import { ROUTES } from '@slipway/protocol';
import { ADMIN_OPERATIONS } from './admin/admin-operations.ts';
import { abortUploads } from './finish/abort-uploads.ts';
import { completeUploads } from './finish/complete-uploads.ts';
import { createUploads } from './create/create-uploads.ts';
import { listParts } from './finish/list-parts.ts';
import type { Operation } from './service/operation.ts';
import { parseRequest } from './service/parse-request.ts';
import { presignParts } from './create/presign-parts.ts';
import {
  abortRequestSchema,
  completeRequestSchema,
  createRequestSchema,
  listPartsRequestSchema,
  presignRequestSchema,
} from './service/request-schemas.ts';
import { showPolicy } from './service/show-policy.ts';

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
    handle: async (context, principal, body) =>
      createUploads(context, principal, parseRequest(createRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.presign,
    caller: 'user',
    handle: async (context, principal, body) =>
      presignParts(context, principal, parseRequest(presignRequestSchema, body)),
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
    handle: async (context, principal, body) =>
      completeUploads(context, principal, parseRequest(completeRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.abort,
    caller: 'user',
    handle: async (context, principal, body) =>
      abortUploads(context, principal, parseRequest(abortRequestSchema, body)),
  },
  ...ADMIN_OPERATIONS,
];
