import type { Finding } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt } from './outcome.ts';
import { isDone, sendPart, TRIAL_BODY, type Trial } from './trial.ts';

/** Which kinds of writes obey `If-None-Match: *`. */
export interface ConditionalWrites {
  readonly put: boolean;
  readonly complete: boolean;
}

const ADVICE = {
  reason:
    'An upload to an existing key replaces the object. The default keys are unique. Keys of your own objectKey may not be. A client can also send a small file again with other bytes, unless the integrity is sha256.',
  remedy: {
    text: 'Keep the default keys, or add a random ID to your own. Set SLIPWAY_INTEGRITY, or integrity in the policy, to sha256.',
  },
} as const;

/** Tries to overwrite the doctor's own object with `If-None-Match: *`, by PUT and by Complete. */
export async function checkConditionalWrites(
  { gateway }: DoctorContext,
  trial: Trial,
): Promise<{ readonly finding: Finding; readonly writes: ConditionalWrites }> {
  const object = trial.object('if-none-match');
  const put = (overwrite: boolean) =>
    attempt(async () => sendPart(await trial.presignPut(object, 'none', undefined, overwrite)));
  const first = await put(true);
  if (!first.ok || !isDone(first.value)) {
    return {
      writes: { put: false, complete: false },
      finding: {
        id: 'if-none-match',
        status: 'warning',
        summary: 'The doctor could not test If-None-Match: the store refuses every PUT.',
      },
    };
  }
  const again = await put(false);
  const writes = {
    put: again.ok && again.value.status === 412,
    complete: (await completeOver()) === 'name-taken',
  };
  const ignored = [!writes.put && 'PUT', !writes.complete && 'Complete'].filter(Boolean);
  if (ignored.length === 0) {
    return {
      writes,
      finding: {
        id: 'if-none-match',
        status: 'ok',
        summary: 'If-None-Match protects existing objects, in PUT and Complete.',
      },
    };
  }
  const summary = `${ignored.join(' and ')} ignore${ignored.length === 1 ? 's' : ''} If-None-Match.`;
  return { writes, finding: { id: 'if-none-match', status: 'warning', summary, ...ADVICE } };

  async function completeOver(): Promise<string> {
    const created = await trial.begin('if-none-match', 'none');
    if (!created.ok) return created.code;
    const upload = created.value;
    const completed = await attempt(async () => {
      await sendPart(await trial.presignPart(upload, 'none', undefined));
      const parts = (await gateway.listParts(upload, 'none')) ?? [];
      const size = TRIAL_BODY.length;
      return gateway.complete(upload, { parts, size, integrity: 'none', overwrite: false });
    });
    return completed.ok ? completed.value.kind : completed.code;
  }
}
