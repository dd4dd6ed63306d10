import {
  areLegalRuns,
  type CreatedUpload,
  type CreateRequest,
  type CreateResponse,
  checkFile,
  DEFAULT_INTEGRITY,
  type FileToCreate,
  type Integrity,
  isLegalPartSize,
  MAX_METADATA_BYTES,
  maxObjectSize,
  planParts,
  UploadError,
  type UploadPolicy,
} from '@slipway/protocol';
import { findIntegrityFault } from '../object/find-integrity-fault.ts';
import { metadataBytes } from '../object/metadata.ts';
import type { Principal } from '../principal.ts';
import { defaultIntegrityOf } from '../s3/store-profile.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import { checkIntegrity } from '../service/check-integrity.ts';
import { storageMisconfigured } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { type BeginContext, beginUpload } from './begin-upload.ts';
import { safeContentType } from './content-type.ts';
import {
  type FindContext,
  findUnfinished,
  nameUpload,
  type UnnamedClaims,
} from './find-unfinished.ts';
import { normalFile } from './normal-file.ts';
import { assertParts } from './presign-upload.ts';
import { type ResumeContext, resumeUpload } from './resume-upload.ts';

type CreateContext = BatchReporter &
  BeginContext &
  FindContext &
  ResumeContext &
  Pick<ServiceContext, 'bucket' | 'metadataNames' | 'objectOptionsOf' | 'policyOf'>;

/**
 * Chromium adds `Cache-Control: max-age=0` to a PUT with `If-None-Match`, Firefox adds none, and S3 stores the
 * header with the object. Browsers do not change a signed header.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const DEFAULT_CACHE_CONTROL = 'no-cache';

/** Creates uploads: checks the policy, chooses the key, and returns a sealed token and the first URLs. */
export async function createUploads(
  context: CreateContext,
  principal: Principal,
  { files, accepts }: CreateRequest,
): Promise<CreateResponse> {
  const policy = await context.policyOf(principal);
  assertCount(policy, files.length);
  const uploads = await settleBatch(context, files, (file) =>
    createUpload(context, principal, policy, normalFile(file), accepts),
  );
  return { uploads };
}

async function createUpload(
  context: CreateContext,
  principal: Principal,
  policy: UploadPolicy,
  file: FileToCreate,
  accepts: CreateRequest['accepts'],
): Promise<CreatedUpload> {
  const { bucket } = context;
  const refusal = checkFile(policy, file) ?? checkSize(file);
  if (refusal) throw refusal;
  assertMetadataNames(context, file.metadata);
  const { partSize, partCount } = planParts(file);
  const parts = file.parts ?? [];
  const integrity = file.integrity ?? policy.integrity ?? (await storesIntegrity(context));
  const unprotected = checkIntegrity(policy, integrity);
  if (unprotected) throw unprotected;
  assertPartSize(policy, file);
  await assertUnequalParts(context, policy, file);
  assertParts({ partCount, integrity }, parts);

  const options = await context.objectOptionsOf(file, principal);
  const { contentDisposition, metadata, sseCustomerKey, checksumType, ifMatch, ...others } =
    options;
  if (ifMatch !== undefined) await assertReplaces(context, partCount);
  const { requestPayer, expectedBucketOwner, ...storedAs } = others;
  // Only multipart uploads declare a type. The checksum of one part is always that of the whole object.
  const declared = partCount === 1 ? { ...options, checksumType: undefined } : options;
  const unfit = findIntegrityFault(bucket, declared, integrity);
  if (unfit) throw integrityImpossible(policy, unfit);
  const safe = safeContentType(file.type);

  const unnamed = {
    bucket,
    subject: principal.subject,
    tenant: principal.tenant,
    file: { name: file.name, type: file.type, relativePath: file.relativePath },
    size: file.size,
    partSize,
    partCount,
    runs: file.runs,
    integrity,
    contentType: safe.contentType,
    contentDisposition: contentDisposition ?? safe.contentDisposition,
    metadata: mergeMetadata(file.metadata, metadata),
    storedAs: { ...storedAs, cacheControl: storedAs.cacheControl ?? DEFAULT_CACHE_CONTROL },
    checksumType,
    ifMatch,
    checksum: partCount === 1 ? parts[0]?.checksum : undefined,
    sseCustomerKey: sseCustomerKey && Buffer.from(sseCustomerKey).toString('base64'),
    requestPayer,
    expectedBucketOwner,
  } satisfies UnnamedClaims;
  const unfinished = await findUnfinished(context, principal, file, unnamed);
  const resumed = unfinished && (await resumeUpload(context, principal, file, unfinished));
  if (resumed) return resumed;
  const draft = nameUpload(context, principal, file, unnamed);
  return beginUpload(context, principal, { file, draft, parts, accepts });
}

/** The mode of a request that names none, if the policy names none either. */
async function storesIntegrity({
  bucket,
  gateway,
}: Pick<ServiceContext, 'bucket' | 'gateway'>): Promise<Integrity> {
  return defaultIntegrityOf(await gateway.readProfile(bucket)) ?? DEFAULT_INTEGRITY;
}

/** @throws UploadError `storage-misconfigured` if an upload cannot replace an object, or the store knows no conditions */
async function assertReplaces(
  context: Pick<ServiceContext, 'bucket' | 'gateway' | 'overwrite' | 'uniqueKeys'>,
  partCount: number,
): Promise<void> {
  const { bucket, gateway, overwrite, uniqueKeys } = context;
  const { label, conditionalWrites } = await gateway.readProfile(bucket);
  if (!(partCount === 1 ? conditionalWrites.put : conditionalWrites.complete)) {
    throw storageMisconfigured(new TypeError(`object: ${label} does not know ifMatch.`));
  }
  if (overwrite && !uniqueKeys) return;
  throw storageMisconfigured(
    new TypeError('object: ifMatch needs overwrite: true and your own objectKey.'),
  );
}

/** A fault in the policy is reported to the owner. A fault in the request is returned to the browser. */
function integrityImpossible({ integrity }: UploadPolicy, why: string): UploadError {
  if (integrity !== undefined)
    return storageMisconfigured(new TypeError(`policy.integrity: ${why}.`));
  return new UploadError('invalid-request', { message: `Not possible: ${why}.` });
}

function assertCount({ maxFiles }: UploadPolicy, count: number): void {
  if (maxFiles === undefined || count <= maxFiles) return;
  throw new UploadError('too-many-files', {
    message: `These are ${count} files; at most ${maxFiles} are allowed.`,
    limit: maxFiles,
  });
}

function assertPartSize({ partSize }: UploadPolicy, file: FileToCreate): void {
  if (partSize === undefined) return;
  const plan = planParts({ size: file.size, partSize });
  // A single part has no part size to compare.
  const fits =
    plan.kind === 'single' ? file.size <= file.partSize : plan.partSize === file.partSize;
  if (fits) return;
  throw new UploadError('invalid-request', {
    message: `Parts of this file have to be of ${plan.partSize} bytes, not of ${file.partSize}.`,
    limit: plan.partSize,
  });
}

/** @throws UploadError `invalid-request` for parts that differ in size, if the owner or the store wants equal ones */
async function assertUnequalParts(
  { bucket, gateway }: Pick<ServiceContext, 'bucket' | 'gateway'>,
  { partSize }: UploadPolicy,
  { runs }: FileToCreate,
): Promise<void> {
  if (!runs) return;
  if (partSize === undefined && !(await gateway.readProfile(bucket)).equalParts) return;
  throw new UploadError('invalid-request', {
    message: 'All parts of this file have to be of one size.',
    limit: partSize,
  });
}

function checkSize({ size, partSize, runs }: FileToCreate): UploadError | undefined {
  const limit = maxObjectSize();
  if (size > limit) {
    return new UploadError('file-too-large', {
      message: `The file is ${size} bytes; an object can hold ${limit}.`,
      limit,
    });
  }
  const isLegal = runs ? areLegalRuns(size, partSize, runs) : isLegalPartSize(size, partSize);
  if (isLegal) return undefined;
  return new UploadError('invalid-request', {
    message: `Parts of ${partSize} bytes are not possible for a file of ${size} bytes.`,
  });
}

function assertMetadataNames(
  { metadataNames }: Pick<ServiceContext, 'metadataNames'>,
  metadata: FileToCreate['metadata'] = {},
): void {
  const unknown = Object.keys(metadata).find((name) => !metadataNames.has(name));
  if (unknown === undefined) return;
  throw new UploadError('invalid-request', {
    message: `The metadata "${unknown}" is not allowed here.`,
  });
}

/** Merges the browser's metadata with the owner's, which wins. */
function mergeMetadata(
  browsers: FileToCreate['metadata'],
  owners: FileToCreate['metadata'],
): FileToCreate['metadata'] {
  if (!browsers && !owners) return undefined;
  const merged = { ...browsers, ...owners };
  const bytes = metadataBytes(merged);
  if (bytes <= MAX_METADATA_BYTES) return merged;
  throw new UploadError('invalid-request', {
    message: `The metadata has ${bytes} bytes; at most ${MAX_METADATA_BYTES} are allowed.`,
    limit: MAX_METADATA_BYTES,
  });
}
