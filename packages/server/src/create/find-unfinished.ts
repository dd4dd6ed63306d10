import { randomBytes } from 'node:crypto';
import { type FileToCreate, isLegalPartSize, type StoredPart } from '@slipway/protocol';
import { prefixOf, type ResumeFolder, readPartSize } from '../keys/resume-folder.ts';
import type { Principal } from '../principal.ts';
import type { ListedUpload } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** All that is chosen for an upload, but for its name. */
export type UnnamedClaims = Omit<UploadClaims, 'objectKey' | 'nonce' | 'uploadId'>;

/** An upload that its caller began earlier. */
export interface UnfinishedOfCaller {
  readonly claims: UploadClaims & { readonly uploadId: string };
  readonly parts: readonly StoredPart[];
  /** When it was created, by S3's clock. */
  readonly initiatedAt: Date;
}

/** There is more than one only when two devices began at the same moment. */
const MAX_CANDIDATES = 5;

/**
 * Names a new upload. Where it may be resumed on any device, its key is in the file's folder, and its
 * nonce can be reckoned from the key.
 */
export function nameUpload(
  context: ServiceContext,
  principal: Principal,
  file: FileToCreate,
  claims: UnnamedClaims,
): UploadClaims {
  const [folder] = foldersOf(context, file, claims);
  const id = folder?.createId(claims.partSize, context.clock.now());
  const objectKey = context.objectKeyOf(file, principal, id);
  // A key without the ID may be given twice, and two uploads must never have the same nonce.
  const nonce =
    folder && id !== undefined && objectKey.includes(id)
      ? folder.nonceOf(objectKey)
      : randomBytes(16).toString('base64url');
  return { ...claims, objectKey, nonce };
}

/**
 * Finds what the caller began of this very file, with the very same choices, and did not end: of
 * several, the one that S3 holds the most of.
 */
export async function findUnfinished(
  context: ServiceContext,
  principal: Principal,
  file: FileToCreate,
  claims: UnnamedClaims,
): Promise<UnfinishedOfCaller | undefined> {
  const folders = foldersOf(context, file, claims);
  const found = await Promise.all(
    folders.map((folder) => findInFolder(context, principal, file, claims, folder)),
  );
  return found.flat().sort((a, b) => bytesOf(b) - bytesOf(a))[0];
}

async function findInFolder(
  context: ServiceContext,
  principal: Principal,
  file: FileToCreate,
  claims: UnnamedClaims,
  folder: ResumeFolder,
): Promise<readonly UnfinishedOfCaller[]> {
  const { bucket, requestPayer, expectedBucketOwner } = claims;
  const now = context.clock.now();
  const id = folder.createId(claims.partSize, now);
  const prefix = prefixOf(folder, context.objectKeyOf(file, principal, id));
  if (prefix === undefined) return [];
  const where = { bucket, requestPayer, expectedBucketOwner, prefix };
  const { uploads } = await context.gateway.listUploads(where);
  const candidates = await Promise.all(
    uploads
      .filter(({ initiatedAt }) => initiatedAt.getTime() + context.uploadLifetimeMs > now)
      .slice(-MAX_CANDIDATES)
      .map((upload) => examine(context, claims, folder, upload)),
  );
  return candidates.filter((candidate) => candidate !== undefined);
}

/** `undefined` for what can't be gone on with: it has just ended, or is nothing that this server made. */
async function examine(
  { gateway, settlements }: ServiceContext,
  claims: UnnamedClaims,
  folder: ResumeFolder,
  { objectKey, uploadId, initiatedAt }: ListedUpload,
): Promise<UnfinishedOfCaller | undefined> {
  const partSize = readPartSize(folder, objectKey);
  if (partSize === undefined || !isLegalPartSize(claims.size, partSize)) return undefined;
  const nonce = folder.nonceOf(objectKey);
  if (await settlements.find(nonce)) return undefined;
  const partCount = Math.ceil(claims.size / partSize);
  const storedAs = undefined;
  const begun = { ...claims, objectKey, uploadId, nonce, partSize, partCount, storedAs };
  const parts = await gateway.listParts(begun, claims.integrity);
  return parts && { claims: begun, parts, initiatedAt };
}

function foldersOf(
  { resumeFolders }: ServiceContext,
  { fingerprint, name }: FileToCreate,
  claims: UnnamedClaims,
): readonly ResumeFolder[] {
  if (!resumeFolders || fingerprint === undefined || claims.partCount === 1) return [];
  // Without the plan: that of the beginning holds, whatever this browser proposes.
  const choices = { ...claims, partSize: undefined, partCount: undefined };
  return resumeFolders(canonicalJson({ ...choices, name, fingerprint }));
}

/**
 * The same text for the same choices. Dates are left out: those reckoned from the present (a lock of 30
 * days) would keep every upload from being found again.
 */
function canonicalJson(choices: object): string {
  return JSON.stringify(choices, function replace(this: Record<string, unknown>, name, value) {
    if (this[name] instanceof Date) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function bytesOf({ parts }: UnfinishedOfCaller): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}
