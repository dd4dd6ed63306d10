import { randomBytes } from 'node:crypto';
import {
  areLegalRuns,
  type FileToCreate,
  isLegalPartSize,
  planParts,
  type StoredPart,
} from '@slipway/protocol';
import { prefixOf, type ResumeFolder, readPartSizes } from '../keys/resume-folder.ts';
import type { Principal } from '../principal.ts';
import type { ListedUpload } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** Everything chosen for an upload except its name. */
export type UnnamedClaims = Omit<UploadClaims, 'objectKey' | 'nonce' | 'uploadId'>;

/** An upload that its caller created earlier. */
export interface UnfinishedOfCaller {
  readonly claims: UploadClaims & { readonly uploadId: string };
  readonly parts: readonly StoredPart[];
  /** When S3 created it, by S3's clock. */
  readonly initiatedAt: Date;
}

type NameContext = Pick<ServiceContext, 'resumeFolders' | 'objectKeyOf' | 'clock'>;

/** What finding an unfinished upload needs. */
export type FindContext = NameContext &
  Pick<ServiceContext, 'gateway' | 'settlements' | 'uploadLifetimeMs'>;

/** Enough, because more than one exists only if several devices race to create the upload. */
const MAX_CANDIDATES = 5;

/**
 * Chooses the key and the nonce of a new upload. If any device may resume it, the key is in the file's folder
 * and the nonce is recomputed from the key.
 */
export function nameUpload(
  context: NameContext,
  principal: Principal,
  file: FileToCreate,
  claims: UnnamedClaims,
): UploadClaims {
  const [folder] = foldersOf(context, file, claims);
  const id = folder?.createId(claims, context.clock.now());
  const objectKey = context.objectKeyOf(file, principal, id);
  // Without the ID, two uploads could have the same key and so the same nonce.
  const nonce =
    folder && id !== undefined && objectKey.includes(id)
      ? folder.nonceOf(objectKey)
      : randomBytes(16).toString('base64url');
  return { ...claims, objectKey, nonce };
}

/**
 * Finds the caller's unfinished upload of the same file with the same options. If there are several, it
 * returns the one with the most bytes on S3.
 */
export async function findUnfinished(
  context: FindContext,
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
  context: FindContext,
  principal: Principal,
  file: FileToCreate,
  claims: UnnamedClaims,
  folder: ResumeFolder,
): Promise<readonly UnfinishedOfCaller[]> {
  const { bucket, requestPayer, expectedBucketOwner } = claims;
  const now = context.clock.now();
  const id = folder.createId(claims, now);
  const prefix = prefixOf(folder, context.objectKeyOf(file, principal, id));
  if (prefix === undefined) return [];
  const where = { bucket, requestPayer, expectedBucketOwner, prefix };
  const { uploads } = await context.gateway.listUploads(where);
  const candidates = await Promise.all(
    uploads
      .filter(({ initiatedAt }) => initiatedAt.getTime() + context.uploadLifetimeMs > now)
      .slice(-MAX_CANDIDATES)
      .map((upload) => examine(context, claims, folder, upload, file.runs !== undefined)),
  );
  return candidates.filter((candidate) => candidate !== undefined);
}

/** Returns `undefined` if it cannot be resumed: it has just ended, or another program created it. */
async function examine(
  { gateway, settlements }: Pick<ServiceContext, 'gateway' | 'settlements'>,
  claims: UnnamedClaims,
  folder: ResumeFolder,
  { objectKey, uploadId, initiatedAt }: ListedUpload,
  knowsRuns: boolean,
): Promise<UnfinishedOfCaller | undefined> {
  const { size } = claims;
  const sizes = readPartSizes(folder, objectKey);
  if (!sizes) return undefined;
  const { partSize, runs } = sizes;
  // An older browser would take the parts for equal ones.
  const isLegal = runs
    ? knowsRuns && areLegalRuns(size, partSize, runs)
    : isLegalPartSize(size, partSize);
  if (!isLegal) return undefined;
  const nonce = folder.nonceOf(objectKey);
  if (await settlements.find(nonce)) return undefined;
  const { partCount } = planParts({ size, partSize, runs });
  const storedAs = undefined;
  const found = { ...claims, objectKey, uploadId, nonce, partSize, partCount, runs, storedAs };
  const parts = await gateway.listParts(found, claims.integrity);
  return parts && { claims: found, parts, initiatedAt };
}

function foldersOf(
  { resumeFolders }: Pick<ServiceContext, 'resumeFolders'>,
  { fingerprint, name }: FileToCreate,
  claims: UnnamedClaims,
): readonly ResumeFolder[] {
  if (!resumeFolders || fingerprint === undefined || claims.partCount === 1) return [];
  // Without the plan, because a resumed upload keeps its first plan.
  const choices = { ...claims, partSize: undefined, partCount: undefined, runs: undefined };
  return resumeFolders(canonicalJson({ ...choices, name, fingerprint }));
}

/**
 * Serializes choices so that equal choices give equal text. Dates are left out: a date relative to now (a lock
 * of 30 days) differs at each create, so no upload would be found again.
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
