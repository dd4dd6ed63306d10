import { isSamePlan, type PartPlan } from '@slipway/protocol';
import { findSession, takeFingerprint } from './find-session.ts';
import { checksumsOf, type PartChecksums } from './part-checksums.ts';
import type { RunScope } from './run-scope.ts';
import { createUrlPool } from './url-pool.ts';

/** Takes over the upload that an earlier page created for this file. */
export async function adoptSession(
  run: RunScope,
  proposed: PartPlan,
  started: PartChecksums | undefined,
): Promise<void> {
  const { checksummer, file, memory, sessions, signal, ways } = run;
  const keepsSessions = sessions.available || memory.fingerprint !== undefined;
  // Read first: otherwise these few bytes would wait behind the parts.
  if (keepsSessions) await takeFingerprint(run);
  started?.readFirst(ways.connections, signal);
  const session = keepsSessions ? await findSession(run) : undefined;
  if (!session) return;
  const { token, plan, integrity, checksums: recorded } = session;
  const isSame = started?.mode === integrity && isSamePlan(plan, proposed);
  const checksums = isSame ? started : checksumsOf(checksummer, file, plan, integrity);
  memory.session = session;
  memory.created = { token, plan, checksums, recorded, urls: createUrlPool(), resumed: true };
}
