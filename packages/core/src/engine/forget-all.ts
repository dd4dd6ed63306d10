import { failure } from '../retry/failure.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import type { Emitter } from './emitter.ts';
import type { PolicyGate } from './policy-gate.ts';
import type { UploadList } from './upload-list.ts';
import type { UploaderEvents } from './uploader.ts';

/** What one uploader knows about its user. */
interface UserData {
  readonly settings: EngineSettings;
  readonly keeper: SessionKeeper;
  readonly list: UploadList;
  readonly policy: PolicyGate;
  readonly events: Emitter<UploaderEvents>;
}

/**
 * Ends and removes all uploads, and deletes all sessions that exist at `askedAtMs`.
 *
 * @param askedAtMs when another uploader asked for it. If `undefined`, this one asks the others
 * @returns `false` if the session store failed
 */
export async function forgetAll(user: UserData, askedAtMs?: number): Promise<boolean> {
  const { settings, keeper, list, policy, events } = user;
  const { clock, pages } = settings;
  const atMs = askedAtMs ?? clock.now();
  if (atMs <= keeper.forgottenAtMs) return true; // Asked twice.
  keeper.forgottenAtMs = atMs;
  // From the end, so that ending one upload does not start another.
  for (const { id, forget, dispatch } of list.all().reverse()) {
    forget();
    // S3 may be completing the upload. Then it can only fail.
    if (!dispatch({ type: 'cancel' })) dispatch({ type: 'fail', error: failure('canceled') });
    list.remove(id);
  }
  policy.forget();
  events.emit('all-forgotten', { atMs });
  if (askedAtMs === undefined) await pages.forget(atMs).catch(() => {});
  return forgetSessions(settings, keeper, atMs);
}

/** Deletes all sessions that were created until `atMs`, and those that this page owns. Ends the page's claims. */
async function forgetSessions(
  { sessions: store }: EngineSettings,
  keeper: SessionKeeper,
  atMs: number,
): Promise<boolean> {
  const owned = new Map(keeper.claims);
  keeper.claims.clear();
  await keeper.saving;
  try {
    for (const { fingerprint, createdAt } of (await store?.list()) ?? []) {
      if (createdAt <= atMs || owned.has(fingerprint)) await store?.delete(fingerprint);
    }
    return true;
  } catch {
    return false;
  } finally {
    for (const { turn } of owned.values()) await turn?.end();
  }
}
