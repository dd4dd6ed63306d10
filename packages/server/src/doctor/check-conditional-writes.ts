import type { Finding } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt } from './outcome.ts';
import { isDone, sendPart, TRIAL_BODY, type Trial } from './trial.ts';

/** Which kinds of writes obey `If-None-Match: *`. */
export interface ConditionalWrites {
  readonly put: boolean;
  readonly complete: boolean;
}

/** What a write with `If-None-Match: *` gets if the key has an object. A store that refuses it fails every upload. */
type Effect = 'obeyed' | 'ignored' | 'refused';

const ADVICE = {
  reason:
    'An upload to an existing key replaces the object. The default keys are unique. Keys of your own objectKey may not be. A client can also send a small file again with other bytes, unless the integrity is sha256.',
  remedy: {
    text: 'Keep the default keys, or add a random ID to your own. Set SLIPWAY_INTEGRITY, or integrity in the policy, to sha256.',
  },
} as const;

/** Tries to overwrite the doctor's own object with `If-None-Match: *`, by PUT and by Complete. */
export async function checkConditionalWrites(
  { gateway, profile }: DoctorContext,
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
  const effects = {
    put: effectOf(again.ok ? `${again.value.status} ${again.value.code}` : again.code),
    complete: effectOf(await completeOver()),
  };
  const writes = { put: effects.put === 'obeyed', complete: effects.complete === 'obeyed' };
  const namesOf = (effect: Effect) =>
    [effects.put === effect && 'PUT', effects.complete === effect && 'Complete'].filter(Boolean);
  const refused = namesOf('refused');
  const ignored = namesOf('ignored');
  if (refused.length > 0) {
    const isSent =
      (effects.put === 'refused' && profile.conditionalWrites.put) ||
      (effects.complete === 'refused' && profile.conditionalWrites.complete);
    return { writes, finding: refusal(refused.join(' and '), isSent) };
  }
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

/** @param answer a status and a code, or the outcome of Complete */
function effectOf(answer: string): Effect {
  if (/^412|^name-taken/.test(answer)) return 'obeyed';
  return /501|NotImplemented|^unsupported/.test(answer) ? 'refused' : 'ignored';
}

/** @param isSent whether uploads send the header */
function refusal(what: string, isSent: boolean): Finding {
  const id = 'if-none-match';
  const summary = `${what} with If-None-Match get 501 NotImplemented`;
  if (!isSent) {
    return { id, status: 'ok', summary: `${summary}, so uploads do not send the header.` };
  }
  return {
    id,
    status: 'problem',
    summary: `${summary}.`,
    reason: 'Uploads send the header, so they fail. The default keys are unique without it.',
    remedy: { text: 'Name the store, as the finding "store" says.' },
  };
}
