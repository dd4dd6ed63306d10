import {
  DEFAULT_UPLOAD_LIFETIME_SECONDS,
  type Integrity,
  type PartPlan,
  type PartToPresign,
} from '@slipway/protocol';
import type { Batcher } from '../backend/batcher.ts';
import type { BatchingBackend } from '../backend/batching-backend.ts';
import type { Session } from '../ports/session-store.ts';
import { retrying } from '../retry/retrying.ts';
import { checksumsOf, type PartChecksums } from './part-checksums.ts';
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

/** Creates the upload. The request has the checksum of a small file. Meanwhile, reads the first parts of a large file. */
export async function createUpload(
  run: RunScope,
  plan: PartPlan,
  integrity: Integrity,
  checksums: PartChecksums | undefined,
): Promise<CreatedWithParts> {
  const { backend, connections, signal } = run;
  const upload = { plan, integrity, checksums };
  if (plan.kind === 'multipart' || !checksums) {
    const parts = checksums ? [] : firstParts(plan, connections * URLS_PER_CONNECTION);
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

function firstParts({ partCount }: PartPlan, count: number): PartToPresign[] {
  return Array.from({ length: Math.min(partCount, count) }, (_, i) => ({ partNumber: i + 1 }));
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
  const { integrity, parts } = upload;
  const {
    parts: presigned,
    resumed,
    ...answer
  } = await ask({
    ...memory.facts,
    partSize: upload.plan.partSize,
    integrity,
    parts,
    metadata: metadata?.(file),
    // Parts from another device are only useful if checksums prove that they belong to this file.
    fingerprint: upload.checksums && memory.contents,
  });
  const createdAt = clock.now();
  const checksums = resumed
    ? checksumsOf(checksummer, file, answer.plan, answer.integrity)
    : upload.checksums;
  const created = { ...answer, checksums, urls: createUrlPool(), resumed: resumed !== undefined };
  created.urls.add(presigned, createdAt);
  memory.created = created;
  await saveSession(run, answer, createdAt);
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
