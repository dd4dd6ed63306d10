import type { PresignedPart } from '@slipway/protocol';
import type { Chance } from '../chaos/random.ts';
import { chooseFile, describeFile, partsOf } from './file.ts';
import { PATIENCE_MS, pauseBeforeRetry } from './pace.ts';
import type { Story } from './story.ts';
import type { Created, World } from './world.ts';

/** Few, because every byte of theirs costs a small machine more than a request does. */
const LARGE_SHARE = 0.04;

/** Creates the upload, as often as it takes. `undefined` if the client vanishes. */
export async function createUpload(
  { api, ledger, callers }: World,
  chance: Chance,
  story: Story,
): Promise<Created | undefined> {
  const caller = chance.pick(callers);
  const file = chooseFile(chance, LARGE_SHARE);
  if (file.parts.length > 1) ledger.count('uploads of several parts');
  const body = { files: [describeFile(file, chance.between(1, file.parts.length))] };
  if (story === 'vanish in create') {
    await api
      .call(caller, 'uploads', body, AbortSignal.timeout(chance.between(1, 50)))
      .catch(() => {});
    return undefined;
  }
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const answer = await api.call(caller, 'uploads', body).catch(() => undefined);
    const item = answer?.body.uploads?.[0] ?? answer?.body;
    if (item?.token) return { caller, file, ...item, etags: [] };
    const code = item?.error?.code;
    if (code && code !== 'storage-unavailable' && code !== 'rate-limited') {
      ledger.fault(`create answered ${code}`);
      return undefined;
    }
    await pauseBeforeRetry(chance);
  }
  ledger.fault(`no upload was created in ${PATIENCE_MS / 1_000} s`);
  return undefined;
}

/** Asks for URLs of all parts that have none. Resolves with whether it got them. */
export async function presignParts(
  { api }: World,
  { caller, token, file, parts }: Created,
): Promise<boolean> {
  const missing = partsOf(file.checksums).filter(
    ({ partNumber }) => !parts.some((part) => part.partNumber === partNumber),
  );
  const body = { uploads: [{ token, parts: missing }] };
  const answer = await api.call(caller, 'uploads/presign', body).catch(() => undefined);
  const fresh: readonly PresignedPart[] = answer?.body.uploads?.[0]?.parts ?? [];
  parts.push(...fresh);
  return fresh.length > 0;
}
