import {
  DEFAULT_UPLOAD_LIFETIME_SECONDS,
  type Integrity,
  isSamePlan,
  type PartPlan,
  type PartToPresign,
} from '@slipway/protocol';
import type { Batcher } from '../backend/batcher.ts';
import type { BatchingBackend } from '../backend/batching-backend.ts';
import type { Session } from '../ports/session-store.ts';
import { retrying } from '../retry/retrying.ts';
import { checksumsOf, type PartChecksums } from './part-checksums.ts';
import { recordChecksums } from './record-checksums.ts';
import type { CreatedWithParts, RunScope } from './run-scope.ts';
import { createUrlPool } from './url-pool.ts';

/** How many URLs per connection to request with create and ahead of sending. */
export const URLS_PER_CONNECTION = 4;

/** The upload to create. */
interface NewUpload {
  readonly plan: PartPlan;
  readonly integrity: Integrity;
  readonly checksums: PartChecksums | undefined;
  /** Parts to presign in the same round trip. */
  readonly parts: readonly PartToPresign[];
}

/** Adds the request to a batch. */
type Ask =
  BatchingBackend['create'] extends Batcher<infer Item, infer Answer>
    ? (item: Item) => Promise<Answer>
    : never;

/**
 * Creates the upload. The request has the checksum of a small file, or those of the first parts of a large one, so that
 * their URLs come with the response. Waiting for them is never slower: without them, presigning would wait for them, too.
 */
export async function createUpload(
  run: RunScope,
  plan: PartPlan,
  integrity: Integrity,
  checksums: PartChecksums | undefined,
): Promise<CreatedWithParts> {
  const { backend, signal, ways } = run;
  const upload = { plan, integrity, checksums };
  if (plan.kind === 'multipart' || !checksums) {
    const count = checksums ? ways.connections : ways.connections * URLS_PER_CONNECTION;
    const parts = await Promise.all(
      Array.from({ length: Math.min(plan.partCount, count) }, async (_, i) => {
        const partNumber = i + 1;
        return { partNumber, checksum: await checksums?.compute(partNumber, signal) };
      }),
    );
    return create(run, { ...upload, parts }, backend.create.ask);
  }
  const turn = backend.create.expect();
  try {
    const checksum = await checksums.compute(1, signal);
    return await create(run, { ...upload, parts: [{ partNumber: 1, checksum }] }, turn.ask);
  } finally {
    turn.leave();
  }
}

function create(run: RunScope, upload: NewUpload, ask: Ask): Promise<CreatedWithParts> {
  const { memory } = run;
  return retrying(run, () => {
    memory.creating ??= createOnce(run, upload, ask).finally(() => {
      memory.creating = undefined;
    });
    return memory.creating;
  });
}

/** Finishes even when the run ends, because the answer names an upload at S3 that must not be lost. */
async function createOnce(run: RunScope, upload: NewUpload, ask: Ask): Promise<CreatedWithParts> {
  const { checksummer, clock, file, memory, metadata } = run;
  const { integrity, parts, plan } = upload;
  const { folders } = await run.policy(memory.facts);
  const {
    parts: presigned,
    resumed,
    ...answer
  } = await ask({
    ...memory.facts,
    partSize: plan.partSize,
    runs: plan.kind === 'multipart' ? plan.runs : undefined,
    integrity,
    parts,
    metadata: metadata?.(file),
    // An older server refuses the field.
    relativePath: (folders && file.webkitRelativePath) || undefined,
    // Parts from another device are only useful if checksums prove that they belong to this file.
    fingerprint: upload.checksums && memory.contents,
  });
  const createdAt = clock.now();
  const isSame = answer.integrity === integrity && isSamePlan(answer.plan, plan);
  const checksums = isSame
    ? upload.checksums
    : checksumsOf(checksummer, file, answer.plan, answer.integrity);
  const created = { ...answer, checksums, urls: createUrlPool(), resumed: resumed !== undefined };
  created.urls.add(presigned, createdAt);
  memory.created = created;
  await saveSession(run, answer, createdAt);
  if (isSame) await recordChecksums(run, created, parts);
  return [created, resumed?.parts ?? []];
}

/** Stores what resuming needs, if this upload owns the session of its file. */
async function saveSession(
  { file: { name, size }, handle, memory, sessions }: RunScope,
  answer: Pick<Session, 'token' | 'plan' | 'integrity' | 'objectKey'>,
  createdAt: number,
): Promise<void> {
  const { fingerprint } = memory;
  if (!fingerprint) return;
  const expiresAt = createdAt + DEFAULT_UPLOAD_LIFETIME_SECONDS * 1_000;
  memory.session = { fingerprint, name, size, handle, ...answer, createdAt, expiresAt };
  await sessions.save(memory.session);
}
