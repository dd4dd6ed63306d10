import { ROUTES } from '@slipway/protocol';
import {
  abortRequestSchema,
  completeRequestSchema,
  createRequestSchema,
  listPartsRequestSchema,
  presignRequestSchema,
} from '../service/request-schemas.ts';
import { ADMIN_ROUTE_DOCS } from './admin-route-docs.ts';
import { DOCTOR_ROUTE_DOCS } from './doctor-route-docs.ts';
import { EXAMPLES } from './examples.ts';
import type { RouteDoc } from './route-doc.ts';
import { WEBHOOK_ROUTE_DOCS } from './webhook-route-docs.ts';

const TOKEN_CODES = ['token-invalid', 'token-expired'] as const;
const STORAGE_CODES = ['storage-refused', 'storage-misconfigured', 'storage-unavailable'] as const;

/** Every route. Upload routes are in the order in which an upload uses them. */
export const ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'GET',
    path: ROUTES.policy,
    caller: 'user',
    operationId: 'getPolicy',
    summary: 'What this caller may upload',
    description:
      'The rules that create enforces. A page can check files before it creates uploads.',
    response: { name: 'Policy', example: EXAMPLES.policy.response },
    codes: [],
  },
  {
    method: 'POST',
    path: ROUTES.create,
    caller: 'user',
    operationId: 'createUploads',
    summary: 'Creates 1 to 100 uploads',
    description:
      'Checks the policy and the plan of the parts, and chooses the object’s key. Returns a sealed token, and presigned URLs for the given parts: at most 1,000 over all files. Each item succeeds or fails on its own: a malformed file gets its own error, and the others are created.',
    request: {
      name: 'CreateRequest',
      schema: createRequestSchema,
      example: EXAMPLES.create.request,
    },
    response: {
      name: 'CreateResponse',
      example: EXAMPLES.create.response,
    },
    codes: [
      'file-too-large',
      'file-too-small',
      'type-not-allowed',
      'too-many-files',
      'quota-exceeded',
      ...STORAGE_CODES,
    ],
  },
  {
    method: 'POST',
    path: ROUTES.presign,
    caller: 'user',
    operationId: 'presignParts',
    summary: 'Presigns parts of uploads',
    description:
      'At most 100 uploads, with 1,000 parts in all, each part once. Each URL accepts exactly the declared bytes. A malformed item gets its own error.',
    request: {
      name: 'PresignRequest',
      schema: presignRequestSchema,
      example: EXAMPLES.presign.request,
    },
    response: {
      name: 'PresignResponse',
      example: EXAMPLES.presign.response,
    },
    codes: [...TOKEN_CODES, 'upload-ended', ...STORAGE_CODES],
  },
  {
    method: 'POST',
    path: ROUTES.listParts,
    caller: 'user',
    operationId: 'listParts',
    summary: 'Shows the progress of an upload',
    description: 'The parts that S3 has, or the object if the upload is completed.',
    request: {
      name: 'ListPartsRequest',
      schema: listPartsRequestSchema,
      example: EXAMPLES.listParts.request,
    },
    response: {
      name: 'ListPartsResponse',
      example: EXAMPLES.listParts.response,
    },
    codes: [...TOKEN_CODES, 'upload-not-found', 'name-taken', ...STORAGE_CODES],
  },
  {
    method: 'POST',
    path: ROUTES.complete,
    caller: 'user',
    operationId: 'completeUploads',
    summary: 'Completes 1 to 100 uploads',
    description:
      'Compares S3’s parts with the plan and completes the upload. Succeeds only on proof that the object is stored. Idempotent. A malformed item gets its own error.',
    request: {
      name: 'CompleteRequest',
      schema: completeRequestSchema,
      example: EXAMPLES.complete.request,
    },
    response: {
      name: 'CompleteResponse',
      example: EXAMPLES.complete.response,
    },
    codes: [
      ...TOKEN_CODES,
      'file-too-large',
      'file-too-small',
      'type-not-allowed',
      'upload-not-found',
      'parts-missing',
      'name-taken',
      'checksum-mismatch',
      ...STORAGE_CODES,
    ],
  },
  {
    method: 'POST',
    path: ROUTES.abort,
    caller: 'user',
    operationId: 'abortUploads',
    summary: 'Aborts 1 to 100 uploads',
    description:
      'A missing upload counts as aborted. A completed one stays, and its item fails with `already-completed`. Idempotent. A malformed item gets its own error.',
    request: { name: 'AbortRequest', schema: abortRequestSchema, example: EXAMPLES.abort.request },
    response: {
      name: 'AbortResponse',
      example: EXAMPLES.abort.response,
    },
    codes: [...TOKEN_CODES, 'already-completed', ...STORAGE_CODES],
  },
  ...ADMIN_ROUTE_DOCS,
  ...DOCTOR_ROUTE_DOCS,
  ...WEBHOOK_ROUTE_DOCS,
];
