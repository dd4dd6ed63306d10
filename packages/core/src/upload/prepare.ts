import {
  type CompletedObject,
  checkFile,
  type ListPartsResponse,
  type PartPlan,
  planParts,
  type StoredPart,
  UploadError,
} from '@slipway/protocol';
import { failure } from '../retry/failure.ts';
import { retrying } from '../retry/retrying.ts';
import { fingerprint } from './fingerprint.ts';
import { createPartLedger, type PartLedger } from './part-ledger.ts';
import type { Created, RunScope } from './run-scope.ts';
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
  const refusal = checkFile(policy, file) ?? checkIntegrity(policy.integrity);
  if (refusal) throw refusal;
  const { connections, limits } = run;
  // The server takes no other where it names one.
  const partSize = policy.partSize ?? run.partSize;
  const plan = planParts({ size: file.size, partSize, connections, limits });
  // An upload of one part is over too soon for a session to be of use.
  if (!memory.created && !memory.creating && plan.kind === 'multipart') await findSession(run);
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
  return follow(run, await create(run, plan));
}

function follow(run: RunScope, created: Created, parts?: readonly StoredPart[]): Prepared {
  const ledger = createPartLedger(created.plan, run.file.size, parts);
  run.follow(ledger);
  return { created, ledger };
}

async function findSession({ id, file, memory, sessions, signal }: RunScope): Promise<void> {
  if (!sessions.available) return;
  const name = await fingerprint(file);
  signal.throwIfAborted();
  memory.fingerprint = name;
  const claim = await sessions.claim(name, id);
  if (!claim) memory.fingerprint = undefined;
  signal.throwIfAborted();
  if (claim?.session) memory.created = { ...claim.session, urls: createUrlPool(), resumed: true };
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

function create(run: RunScope, plan: PartPlan): Promise<Created> {
  const { memory } = run;
  return retrying(run, () => {
    memory.creating ??= createOnce(run, plan).finally(() => {
      memory.creating = undefined;
    });
    return memory.creating;
  });
}

/** Goes on when the run ends: the answer names an upload at S3 that must not be lost. */
async function createOnce(run: RunScope, plan: PartPlan): Promise<Created> {
  const { backend, clock, connections, file, memory, metadata, sessions } = run;
  const { name, size, type } = file;
  const urlCount = Math.min(plan.partCount, connections * URLS_PER_CONNECTION);
  const { parts, ...answer } = await backend.create({
    name,
    size,
    type,
    partSize: plan.partSize,
    integrity: 'none',
    parts: Array.from({ length: urlCount }, (_, i) => ({ partNumber: i + 1 })),
    metadata: metadata?.(file),
  });
  const createdAt = clock.now();
  const created = { ...answer, urls: createUrlPool(), resumed: false };
  created.urls.add(parts, createdAt);
  memory.created = created;
  const expiresAt = createdAt + SESSION_LIFETIME_MS;
  const { fingerprint } = memory;
  if (fingerprint) await sessions.save({ fingerprint, ...answer, createdAt, expiresAt });
  return created;
}

function checkIntegrity(integrity = 'none'): UploadError | undefined {
  if (integrity === 'none') return undefined;
  return failure('storage-misconfigured', {
    message: `This uploader makes no ${integrity} checksums.`,
  });
}
