import {
  type CompletedObject,
  checkFile,
  DEFAULT_INTEGRITY,
  type Integrity,
  type ListPartsResponse,
  type PartPlan,
  type PartToPresign,
  planParts,
  type StoredPart,
  UploadError,
} from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { fingerprint } from './fingerprint.ts';
import { createPartChecksums, type PartChecksums } from './part-checksums.ts';
import { createPartLedger, type PartLedger } from './part-ledger.ts';
import type { Created, RunScope } from './run-scope.ts';
import { findUsableParts } from './stored-parts.ts';
import { createUrlPool } from './url-pool.ts';

/** An upload ready to send: it exists at S3, and what S3 holds is known. */
export interface Prepared {
  readonly created: Created;
  readonly ledger: PartLedger;
}

/** A session is of use for as long as the server's tokens live by default. */
const SESSION_LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;

/** URLs asked for with create and ahead of sending, for each connection. */
export const URLS_PER_CONNECTION = 4;

/** What the backend says of a token that cannot be gone on with, whatever the reason. */
const SESSION_IS_USELESS = /^(upload-not-found|forbidden|token-)/;

/** Finds the upload of this file at S3, or creates it. Answers the object when it is there already. */
export async function prepare(
  run: RunScope,
): Promise<Prepared | { readonly object: CompletedObject }> {
  const { file, memory } = run;
  const policy = await retrying(run, run.policy);
  const refusal = checkFile(policy, file);
  if (refusal) throw refusal;
  const { connections, limits } = run;
  // The server takes no other where it names one.
  const partSize = policy.partSize ?? run.partSize;
  const plan = planParts({ size: file.size, partSize, connections, limits });
  // An upload of one part is over too soon for a session to be of use.
  if (!memory.created && !memory.creating && plan.kind === 'multipart') await findSession(run);
  run.signal.throwIfAborted();
  if (memory.created) {
    const listed = await list(run, memory.created.token);
    if (listed?.status === 'completed') return listed;
    if (listed) {
      const { suspects } = memory;
      memory.suspects = undefined;
      const parts = listed.parts.filter((part) => !suspects?.includes(part.partNumber));
      return follow(run, memory.created, parts);
    }
    memory.created = undefined;
  }
  const { integrity = DEFAULT_INTEGRITY } = policy;
  return follow(run, await create(run, plan, integrity));
}

function follow(run: RunScope, created: Created, listed: readonly StoredPart[] = []): Prepared {
  const { size } = run.file;
  const ledger = createPartLedger(created.plan, size, findUsableParts(created, size, listed));
  run.follow(ledger);
  return { created, ledger };
}

async function findSession(run: RunScope): Promise<void> {
  const { id, file, memory, onWanted, sessions, signal } = run;
  if (!sessions.available) return;
  const name = await fingerprint(file);
  signal.throwIfAborted();
  memory.fingerprint = name;
  const claim = await sessions.claim(name, { id, onWanted });
  if (!claim) memory.fingerprint = undefined;
  if (claim === 'elsewhere') return run.dispatch({ type: 'pause', reason: 'other-page' });
  signal.throwIfAborted();
  const session = claim?.session;
  if (!session) return;
  const { token, plan, integrity, checksums: recorded } = session;
  const checksums = checksumsOf(run, plan, integrity);
  memory.session = session;
  memory.created = { token, plan, checksums, recorded, urls: createUrlPool(), resumed: true };
}

/** `undefined` when the upload is gone, or the token no longer opens it. */
async function list(run: RunScope, token: string): Promise<ListPartsResponse | undefined> {
  try {
    return await retrying(run, () => run.backend.listParts(token, run.signal));
  } catch (error) {
    if (UploadError.is(error) && SESSION_IS_USELESS.test(error.code)) return undefined;
    throw error;
  }
}

/** A large file's first parts are read while it is created; a small file's checksum goes along with it. */
async function create(run: RunScope, plan: PartPlan, integrity: Integrity): Promise<Created> {
  const { connections, memory, signal } = run;
  const checksums = checksumsOf(run, plan, integrity);
  let parts: readonly PartToPresign[] = [];
  if (!checksums) {
    parts = firstParts(plan, connections * URLS_PER_CONNECTION);
  } else if (plan.kind === 'single') {
    parts = [{ partNumber: 1, checksum: await checksums.compute(1, signal) }];
  } else {
    for (const { partNumber } of firstParts(plan, connections)) {
      checksums.compute(partNumber, signal).catch(() => {}); // Told to whoever sends the part.
    }
  }
  return retrying(run, () => {
    memory.creating ??= createOnce(run, plan, integrity, parts, checksums).finally(() => {
      memory.creating = undefined;
    });
    return memory.creating;
  });
}

function firstParts({ partCount }: PartPlan, count: number): PartToPresign[] {
  return Array.from({ length: Math.min(partCount, count) }, (_, i) => ({ partNumber: i + 1 }));
}

function checksumsOf(
  { checksummer, file }: RunScope,
  plan: PartPlan,
  integrity: Integrity,
): PartChecksums | undefined {
  return integrity === 'none' ? undefined : createPartChecksums(checksummer, file, plan, integrity);
}

/** Goes on when the run ends: the answer names an upload at S3 that must not be lost. */
async function createOnce(
  run: RunScope,
  { partSize }: PartPlan,
  integrity: Integrity,
  parts: readonly PartToPresign[],
  checksums: PartChecksums | undefined,
): Promise<Created> {
  const { backend, clock, file, memory, metadata, sessions } = run;
  const { name, size, type } = file;
  const { parts: presigned, ...answer } = await backend.create({
    name,
    size,
    type,
    partSize,
    integrity,
    parts,
    metadata: metadata?.(file),
  });
  const createdAt = clock.now();
  const created = { ...answer, checksums, urls: createUrlPool(), resumed: false };
  created.urls.add(presigned, createdAt);
  memory.created = created;
  const { fingerprint } = memory;
  if (!fingerprint) return created;
  const expiresAt = createdAt + SESSION_LIFETIME_MS;
  memory.session = { fingerprint, ...answer, createdAt, expiresAt };
  await sessions.save(memory.session);
  return created;
}
