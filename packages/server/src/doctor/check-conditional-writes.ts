import type { Finding } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt } from './outcome.ts';
import { isDone, sendPart, TRIAL_BODY, type Trial } from './trial.ts';

/** Which ways of writing keep an object that is there. */
export interface ConditionalWrites {
  readonly put: boolean;
  readonly complete: boolean;
}

/** Writes over an object of the trial's own, by PUT and by Complete, with `If-None-Match: *`. */
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
        summary:
          'Whether If-None-Match keeps an object could not be found out: nothing can be PUT.',
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
        summary: 'If-None-Match keeps what is there, by PUT and at Complete.',
      },
    };
  }
  return {
    writes,
    finding: {
      id: 'if-none-match',
      status: 'warning',
      summary: `If-None-Match is ignored by ${ignored.join(' and ')}.`,
      reason:
        'An upload to a key that exists replaces the object. The default keys are all different; those of an own objectKey may not be.',
      remedy: { text: 'Keep the default keys, or put a random ID into your own.' },
    },
  };

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
