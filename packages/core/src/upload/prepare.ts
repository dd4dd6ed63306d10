import {
  type CompletedObject,
  checkFile,
  type ListPartsResponse,
  type PartPlan,
  planParts,
  UploadError,
  type UploadErrorCode,
  type UploadPolicy,
} from '@slipway/protocol';
import { abortable } from '../retry/abortable.ts';
import { retrying } from '../retry/retrying.ts';
import { type Created, fromAnswer, fromSession } from './created.ts';
import { fingerprint } from './fingerprint.ts';
import { PartLedger } from './part-ledger.ts';
import type { RunScope } from './run-scope.ts';

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
const SESSION_IS_USELESS: ReadonlySet<UploadErrorCode> = new Set([
  'token-invalid',
  'token-expired',
  'forbidden',
  'upload-not-found',
]);

/** Finds the upload of this file at S3, or creates it. Answers the object when it is there already. */
export async function prepare(
  run: RunScope,
): Promise<Prepared | { readonly object: CompletedObject }> {
  const { file, memory } = run;
  const policy = await askPolicy(run);
  const refusal = checkFile(policy, file) ?? checkIntegrity(policy.integrity);
  if (refusal) throw refusal;
  const plan = propose(run, policy);
  // An upload of one part is over too soon for a session to be of use.
  if (!memory.created && !memory.creating && plan.kind === 'multipart') await findSession(run);
  if (memory.created) {
    const { created } = memory;
    const listed = await list(run, created.token);
    if (listed?.status === 'completed') return { object: listed.object };
    if (listed) return follow(run, created, new PartLedger(created.plan, file.size, listed.parts));
    await forgetCreated(run);
  }
  const created = await create(run, plan);
  return follow(run, created, new PartLedger(created.plan, file.size));
}

function follow(run: RunScope, created: Created, ledger: PartLedger): Prepared {
  run.follow(ledger);
  return { created, ledger };
}

/** A policy that cannot be had refuses nothing: the server checks again at create. */
async function askPolicy(run: RunScope): Promise<UploadPolicy> {
  try {
    return await retrying(run, () => abortable(run.services.policy(), run.signal));
  } catch (error) {
    run.signal.throwIfAborted();
    if (UploadError.is(error) && !error.retryable) return {};
    throw error;
  }
}

function propose({ services, file }: RunScope, policy: UploadPolicy): PartPlan {
  const { connections, limits } = services;
  try {
    const partSize = services.partSize ?? policy.partSize;
    return planParts({ size: file.size, partSize, connections, limits });
  } catch (cause) {
    throw new UploadError('file-too-large', {
      message: 'The file is larger than the storage can hold.',
      cause,
    });
  }
}

async function findSession({ id, file, memory, services, signal }: RunScope): Promise<void> {
  if (!services.sessions.available) return;
  const name = memory.fingerprint ?? (await abortable(fingerprint(file), signal));
  const claim = await services.sessions.claim(name, id);
  if (!claim) return;
  memory.fingerprint = name;
  signal.throwIfAborted();
  if (claim.session) memory.created = fromSession(claim.session);
}

/** `undefined` when the upload is gone, or the token no longer opens it. */
async function list(run: RunScope, token: string): Promise<ListPartsResponse | undefined> {
  try {
    return await retrying(run, () => run.services.backend.listParts(token, run.signal));
  } catch (error) {
    if (UploadError.is(error) && SESSION_IS_USELESS.has(error.code)) return undefined;
    throw error;
  }
}

async function forgetCreated({ memory, services }: RunScope): Promise<void> {
  memory.created = undefined;
  if (memory.fingerprint) await services.sessions.forget(memory.fingerprint);
}

function create(run: RunScope, plan: PartPlan): Promise<Created> {
  const { memory, signal } = run;
  return retrying(run, () => {
    memory.creating ??= createOnce(run, plan).finally(() => {
      memory.creating = undefined;
    });
    return abortable(memory.creating, signal);
  });
}

/** Goes on when the run ends: the answer names an upload at S3 that must not be lost. */
async function createOnce(run: RunScope, plan: PartPlan): Promise<Created> {
  const { file, memory, services } = run;
  const { backend, clock, sessions, connections, metadata } = services;
  const urls = Math.min(plan.partCount, connections * URLS_PER_CONNECTION);
  const answer = await backend.create({
    name: file.name,
    size: file.size,
    type: file.type,
    partSize: plan.partSize,
    integrity: 'none',
    parts: Array.from({ length: urls }, (_, i) => ({ partNumber: i + 1 })),
    ...(metadata && { metadata: metadata(file) }),
  });
  const now = clock.now();
  const created = fromAnswer(answer, now);
  memory.created = created;
  const wrong = checkIntegrity(answer.integrity);
  if (wrong) throw wrong;
  if (memory.fingerprint) {
    const { token, plan, integrity, objectKey } = answer;
    await sessions.save({
      fingerprint: memory.fingerprint,
      token,
      plan,
      integrity,
      objectKey,
      createdAt: now,
      expiresAt: now + SESSION_LIFETIME_MS,
    });
  }
  return created;
}

function checkIntegrity(integrity: string | undefined): UploadError | undefined {
  if (!integrity || integrity === 'none') return undefined;
  return new UploadError('storage-misconfigured', {
    message: `The upload service asks for ${integrity} checksums, which this uploader cannot make. Set its integrity to "none".`,
  });
}
