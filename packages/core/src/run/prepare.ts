import {
  type CompletedObject,
  DEFAULT_INTEGRITY,
  FORM_INTEGRITY,
  type Integrity,
  type ListPartsResponse,
  type PartPlan,
  partRange,
  type StoredPart,
  UploadError,
} from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { createPartLedger, type PartLedger } from '../upload/part-ledger.ts';
import { createUpload } from './create-upload.ts';
import { loadRareCases, loadSeveralParts } from './load-script.ts';
import { checksumsOf } from './part-checksums.ts';
import { planUpload } from './plan-upload.ts';
import type { Created, RunScope } from './run-scope.ts';

/** An upload that is ready to send. It exists at S3, and the ledger knows what S3 holds. */
export interface Prepared {
  readonly created: Created;
  readonly ledger: PartLedger;
}

/** Error codes of the backend for a token without a usable upload. */
const SESSION_IS_USELESS = /^(upload-not-found|forbidden|token-)/;

/** Finds the upload of this file at S3, or creates it. Returns the object if the upload is already completed. */
export async function prepare(
  run: RunScope,
): Promise<Prepared | { readonly object: CompletedObject }> {
  const { file, memory, signal } = run;
  const policy = await retrying(run, () => run.policy(memory.facts));
  const plan = await planUpload(run, policy);
  const { integrity = defaultIntegrity(run, plan) } = policy;
  const checksums = checksumsOf(run.checksummer, file, plan, integrity);
  // An upload of one part ends too soon to need a session.
  if (!memory.created && !memory.creating && plan.kind === 'multipart') {
    const { adoptSession } = await retrying(run, loadSeveralParts);
    await adoptSession(run, plan, checksums);
  }
  signal.throwIfAborted();
  if (memory.created) {
    const listed = await list(run, memory.created.token);
    if (listed?.status === 'completed') return listed;
    if (listed) {
      const { created, suspects } = memory;
      memory.suspects = undefined;
      // A listed checksum of the file proves a part, whatever the backend thinks of its ETag.
      const parts = listed.parts.filter(
        ({ partNumber, checksum }) =>
          !suspects?.includes(partNumber) ||
          (checksum && checksum === created.checksums?.get(partNumber)),
      );
      return follow(run, created, parts);
    }
    memory.created = undefined;
  }
  if (file.size === 0) await (await retrying(run, loadRareCases)).assertEmpty(file);
  return follow(run, ...(await createUpload(run, plan, integrity, checksums)));
}

/** Prefers the mode that lets the server sign a form. Where SHA-256 is slow, a file of one part is sent by PUT. */
function defaultIntegrity({ checksummer, file }: RunScope, { kind }: PartPlan): Integrity {
  const { maxFastSha256Bytes = 0 } = checksummer;
  return kind === 'single' && file.size <= maxFastSha256Bytes ? FORM_INTEGRITY : DEFAULT_INTEGRITY;
}

function follow(run: RunScope, created: Created, listed: readonly StoredPart[] = []): Prepared {
  const { size } = run.file;
  const ledger = createPartLedger(created.plan, size, findUsableParts(created, size, listed));
  const { partCount } = created.plan;
  Object.assign(run.memory, { ledger, partCount, resumed: created.resumed });
  run.onProgress();
  return { created, ledger };
}

/** Lists what S3 holds. `undefined` when the upload is gone, or the token no longer opens it. */
async function list(run: RunScope, token: string): Promise<ListPartsResponse | undefined> {
  try {
    return await retrying(run, () => run.backend.listParts(token, run.signal));
  } catch (error) {
    // The answer of a proxy says nothing about the token. Only such an error has a cause.
    const isFinal = UploadError.is(error) && !error.cause && SESSION_IS_USELESS.test(error.code);
    if (isFinal) return undefined;
    throw error;
  }
}

/**
 * Finds the listed parts that can be kept. They have the planned size and, if checksums are used, a checksum that can
 * prove that they belong to this file. The run sends all others again, and S3 replaces them.
 */
function findUsableParts(
  { plan, checksums, recorded }: Pick<Created, 'plan' | 'checksums' | 'recorded'>,
  size: number,
  listed: readonly StoredPart[],
): readonly StoredPart[] {
  return listed.flatMap((part) => {
    const { partNumber, checksum = recorded?.[partNumber] } = part;
    const fits =
      partNumber <= plan.partCount && part.size === partRange(plan, size, partNumber).size;
    return fits && (checksum || !checksums) ? { ...part, checksum } : [];
  });
}
