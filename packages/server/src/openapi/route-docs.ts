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

const TOKEN_CODES = ['token-invalid', 'token-expired'] as const;
const STORAGE_CODES = ['storage-refused', 'storage-misconfigured', 'storage-unavailable'] as const;

/** Every route, those of uploads in the order in which an upload uses them. */
export const ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'GET',
    path: ROUTES.policy,
    caller: 'user',
    operationId: 'getPolicy',
    summary: 'What this caller may upload',
    description: 'The rules that create enforces, so that a page can say no before it asks.',
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
      'Checks the policy and the plan of the parts, chooses the object’s key, and answers a sealed token and presigned URLs for the parts named: at most 1,000 over all files. Items succeed and fail on their own: a malformed file gets an error of its own, and the others are created.',
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
      'At most 1,000 parts over all uploads. Each URL takes exactly the bytes promised. A malformed item gets an error of its own.',
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
    summary: 'Says how far an upload is',
    description: 'The parts that S3 holds, or the object when it is completed.',
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
      'Compares S3’s parts with the plan, completes, and answers success on proof alone. Asking again is safe. A malformed item gets an error of its own.',
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
      'What is gone already is aborted; what is completed stays. Asking again is safe. A malformed item gets an error of its own.',
    request: { name: 'AbortRequest', schema: abortRequestSchema, example: EXAMPLES.abort.request },
    response: {
      name: 'AbortResponse',
      example: EXAMPLES.abort.response,
    },
    codes: [...TOKEN_CODES, ...STORAGE_CODES],
  },
  ...ADMIN_ROUTE_DOCS,
  ...DOCTOR_ROUTE_DOCS,
];
