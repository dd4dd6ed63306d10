import { randomBytes } from 'node:crypto';
import {
  type CreatedUpload,
  type CreateRequest,
  type CreateResponse,
  checkFile,
  type FileToCreate,
  type Integrity,
  isLegalPartSize,
  maxObjectSize,
  planParts,
  UploadError,
  type UploadPolicy,
} from '@slipway/protocol';
import { planOf, type UploadClaims } from '../token/upload-claims.ts';
import { settleBatch } from './batch.ts';
import { safeContentType } from './content-type.ts';
import { NONCE_NAME } from './object-proof.ts';
import { assertParts, presignUpload } from './presign-upload.ts';
import type { Principal } from './principal.ts';
import type { ServiceContext } from './service-context.ts';

/** S3's limit for user metadata is 2 KB; the nonce takes its share. */
const MAX_METADATA_BYTES = 1_900;

/** Creates uploads: checks the policy, chooses the key, and answers a sealed token and the first URLs. */
export async function createUploads(
  context: ServiceContext,
  principal: Principal,
  { files }: CreateRequest,
): Promise<CreateResponse> {
  const policy = await context.policyOf(principal);
  const uploads = await settleBatch(context, files, (file) =>
    createUpload(context, principal, policy, file),
  );
  return { uploads };
}

async function createUpload(
  context: ServiceContext,
  principal: Principal,
  policy: UploadPolicy,
  file: FileToCreate,
): Promise<CreatedUpload> {
  const { gateway, tokens, bucket } = context;
  const refusal = checkFile(policy, file) ?? checkSize(file);
  if (refusal) throw refusal;
  assertMetadata(context, file.metadata);
  const { kind, partSize, partCount } = planParts({ size: file.size, partSize: file.partSize });
  const parts = file.parts ?? [];
  const integrity = chooseIntegrity(policy, file);
  assertParts({ partCount, integrity }, parts);

  const draft = {
    bucket,
    objectKey: context.objectKeyOf(file, principal),
    subject: principal.subject,
    tenant: principal.tenant,
    size: file.size,
    partSize,
    partCount,
    integrity,
    ...safeContentType(file.type),
    metadata: file.metadata,
    nonce: randomBytes(16).toString('base64url'),
  } satisfies UploadClaims;
  const claims: UploadClaims =
    kind === 'single' ? draft : { ...draft, uploadId: await createMultipart(context, draft) };
  try {
    const presigned = await presignUpload(context, claims, parts);
    const token = await tokens.seal(claims);
    const { objectKey } = claims;
    return { token, objectKey, plan: planOf(claims), integrity, parts: presigned };
  } catch (error) {
    // Nobody would ever know of it.
    const { uploadId } = claims;
    if (uploadId !== undefined) {
      await gateway.abort({ ...claims, uploadId }).catch(context.report);
    }
    throw error;
  }
}

async function createMultipart({ gateway }: ServiceContext, claims: UploadClaims): Promise<string> {
  const { contentType, contentDisposition, metadata, nonce, integrity } = claims;
  const headers = {
    contentType,
    contentDisposition,
    metadata: { ...metadata, [NONCE_NAME]: nonce },
  };
  const { uploadId } = await gateway.createMultipartUpload(claims, headers, integrity);
  return uploadId;
}

function checkSize({ size, partSize }: FileToCreate): UploadError | undefined {
  const limit = maxObjectSize();
  if (size > limit) {
    return new UploadError('file-too-large', {
      message: `The file is ${size} bytes; an object can hold ${limit}.`,
      limit,
    });
  }
  if (isLegalPartSize(size, partSize)) return undefined;
  return new UploadError('invalid-request', {
    message: `Parts of ${partSize} bytes are not possible for a file of ${size} bytes.`,
  });
}

function chooseIntegrity(policy: UploadPolicy, file: FileToCreate): Integrity {
  const integrity = file.integrity ?? policy.integrity ?? 'none';
  if (policy.integrity === undefined || policy.integrity === integrity) return integrity;
  throw new UploadError('invalid-request', {
    message: `Uploads here are protected by "${policy.integrity}", not by "${integrity}".`,
  });
}

function assertMetadata(
  { metadataNames }: ServiceContext,
  metadata: FileToCreate['metadata'] = {},
): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(metadata)) {
    if (!metadataNames.has(name)) {
      throw new UploadError('invalid-request', {
        message: `The metadata "${name}" is not allowed here.`,
      });
    }
    bytes += name.length + value.length;
  }
  if (bytes <= MAX_METADATA_BYTES) return;
  throw new UploadError('invalid-request', {
    message: `The metadata has ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed.`,
    limit: MAX_METADATA_BYTES,
  });
}
