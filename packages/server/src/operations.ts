import {
  type CreateRequest,
  type CreateResponse,
  MAX_PRESIGN_BATCH,
  type PolicyResponse,
  ROUTES,
  S3_LIMITS,
} from '@slipway/protocol';
import { createUploads } from './create/create-uploads.ts';
import { presignParts } from './create/presign-parts.ts';
import { abortUnanswered } from './finish/abort-unanswered.ts';
import { abortUploads } from './finish/abort-uploads.ts';
import { completeUploads } from './finish/complete-uploads.ts';
import { listParts } from './finish/list-parts.ts';
import type { Principal } from './principal.ts';
import { defaultIntegrityOf } from './s3/store-profile.ts';
import { bodyBoundsOf } from './service/body-bounds.ts';
import { handleBatch } from './service/handle-batch.ts';
import type { Operation } from './service/operation.ts';
import { parseRequest } from './service/parse-request.ts';
import {
  abortRequestSchema,
  completeRequestSchema,
  createRequestSchema,
  listPartsRequestSchema,
  presignRequestSchema,
} from './service/request-schemas.ts';
import type { ServiceContext } from './service/service-context.ts';

/** The routes for users. */
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
    body: bodyBoundsOf(createRequestSchema, { parts: MAX_PRESIGN_BATCH }),
    handle: (context, principal, body) =>
      handleBatch(context, createRequestSchema, 'files', body, (request) =>
        createAnswered(context, principal, request),
      ),
  },
  {
    method: 'POST',
    path: ROUTES.presign,
    caller: 'user',
    body: bodyBoundsOf(presignRequestSchema, { parts: MAX_PRESIGN_BATCH }),
    handle: (context, principal, body) =>
      handleBatch(context, presignRequestSchema, 'uploads', body, (request) =>
        presignParts(context, principal, request),
      ),
  },
  {
    method: 'POST',
    path: ROUTES.listParts,
    caller: 'user',
    body: bodyBoundsOf(listPartsRequestSchema),
    handle: async (context, principal, body) =>
      listParts(context, principal, parseRequest(listPartsRequestSchema, body)),
  },
  {
    method: 'POST',
    path: ROUTES.complete,
    caller: 'user',
    body: bodyBoundsOf(completeRequestSchema, { etags: S3_LIMITS.maxPartCount }),
    handle: (context, principal, body) =>
      handleBatch(context, completeRequestSchema, 'uploads', body, (request) =>
        completeUploads(context, principal, request),
      ),
  },
  {
    method: 'POST',
    path: ROUTES.abort,
    caller: 'user',
    body: bodyBoundsOf(abortRequestSchema),
    handle: (context, principal, body) =>
      handleBatch(context, abortRequestSchema, 'uploads', body, (request) =>
        abortUploads(context, principal, request),
      ),
  },
];

/** Creates uploads for a client that waits for the response. */
async function createAnswered(
  context: ServiceContext,
  principal: Principal,
  request: CreateRequest,
): Promise<CreateResponse> {
  const response = await createUploads(context, principal, request);
  if (context.signal?.aborted) await abortUnanswered(context, principal, response.uploads);
  return response;
}

type ShowPolicyContext = Pick<ServiceContext, 'bucket' | 'gateway' | 'policyOf' | 'keepFolders'>;

/**
 * Returns the caller's policy and facts about the storage. Omits them while the storage cannot be named. If the policy
 * names no integrity, the store decides whether browsers may choose.
 */
async function showPolicy(
  { bucket, gateway, policyOf, keepFolders }: ShowPolicyContext,
  principal: Principal,
): Promise<PolicyResponse> {
  const [policy, storageOrigins, profile] = await Promise.all([
    policyOf(principal),
    // Uploads report the failures.
    gateway.getOrigins(bucket).catch(() => undefined),
    gateway.readProfile(bucket).catch(() => undefined),
  ]);
  const { equalParts = true } = profile ?? {};
  const integrity = policy.integrity ?? (profile && defaultIntegrityOf(profile));
  return {
    ...policy,
    folders: keepFolders ? 'kept' : 'told',
    ...(integrity !== undefined && { integrity }),
    ...(storageOrigins && { storageOrigins }),
    ...(!equalParts && { equalParts }),
  };
}
