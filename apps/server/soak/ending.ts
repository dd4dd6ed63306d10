import { setTimeout as wait } from 'node:timers/promises';
import type { Api } from './api.ts';
import { QUOTA_BYTES, type SoakLab } from './lab.ts';
import type { Ledger } from './ledger.ts';

const ASK_AGAIN_MS = 5_000;
/** Listing the whole bucket takes Ceph seconds. */
const LIST_AGAIN_MS = 20_000;
/** The cleanups after a lifetime: the sweeper's turn, and a lease of a cleanup whose replica was killed. */
const MARGIN_MS = 7 * 60_000;

/** What was left behind. Each list is empty if nothing was. */
export interface Leftovers {
  /** Keys of unfinished multipart uploads. */
  readonly unfinished: readonly string[];
  /** Callers who cannot reserve their whole quota. */
  readonly quotas: readonly string[];
  /** Objects of which no caller was told. */
  readonly untold: readonly string[];
  /** Objects of which a caller was told, and that are missing or have other contents. */
  readonly missing: readonly string[];
}

/**
 * Waits until quotas have been given back, and until abandoned uploads and objects that no client completed have been deleted.
 * Then compares the bucket.
 */
export async function waitForEnd(
  lab: SoakLab,
  api: Api,
  ledger: Ledger,
  callers: readonly string[],
  lifetimeSeconds: number,
): Promise<Leftovers> {
  const until = performance.now() + 2 * lifetimeSeconds * 1_000 + MARGIN_MS;
  let unfinished = await lab.bucket.unfinishedKeys();
  while (unfinished.length > 0 && performance.now() < until) {
    await wait(ASK_AGAIN_MS);
    unfinished = await lab.bucket.unfinishedKeys();
  }
  let quotas = callers;
  for (;;) {
    quotas = await findUsedQuotas(api, quotas);
    if (quotas.length === 0 || performance.now() > until) break;
    await wait(ASK_AGAIN_MS);
  }
  let compared = compare(await lab.bucket.list(), ledger);
  while (compared.untold.length > 0 && performance.now() < until) {
    await wait(LIST_AGAIN_MS);
    compared = compare(await lab.bucket.list(), ledger);
  }
  return { unfinished, quotas, ...compared };
}

/** A caller whose quota is at zero can reserve all of it. */
async function findUsedQuotas(api: Api, callers: readonly string[]): Promise<readonly string[]> {
  const used: string[] = [];
  for (const caller of callers) {
    const file = {
      name: 'all.bin',
      size: QUOTA_BYTES,
      type: 'application/octet-stream',
      partSize: 64 * 1024 ** 2,
    };
    const { body } = await api.call(caller, 'uploads', { files: [file] });
    const token = body.uploads?.[0]?.token;
    if (token) await api.call(caller, 'uploads/abort', { uploads: [{ token }] });
    else used.push(caller);
  }
  return used;
}

function compare(
  objects: Awaited<ReturnType<SoakLab['bucket']['list']>>,
  { expected }: Ledger,
): Pick<Leftovers, 'untold' | 'missing'> {
  const stored = new Map(objects.map((object) => [object.objectKey, object]));
  const untold = [...stored.keys()].filter((key) => !expected.has(key));
  const missing = [...expected].filter(([key, { etag, size }]) => {
    const object = stored.get(key);
    return object?.etag !== etag || object.size !== size;
  });
  return { untold, missing: missing.map(([key]) => key) };
}
