import type { Finding } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt } from './outcome.ts';
import { askAnonymously, type Trial } from './trial.ts';

/** S3 refuses what was signed further away from its own time. */
const MAX_SKEW_MS = 15 * 60_000;
/** More shortens the life of presigned URLs by something that matters. */
const NOTICEABLE_MS = 60_000;

/** Compares our clock with the store's `Date`. */
export async function checkClock({ now }: DoctorContext, trial: Trial): Promise<Finding> {
  const asked = await attempt(async () => {
    const { url } = await trial.presignPut(trial.object('clock'), 'none', undefined);
    const startedAt = now();
    const { headers } = await askAnonymously('HEAD', url.split('?')[0] ?? url);
    const middle = (startedAt + now()) / 2;
    return Date.parse(headers.get('date') ?? '') - middle;
  });
  if (!asked.ok || Number.isNaN(asked.value)) {
    return { id: 'clock', status: 'warning', summary: 'The store does not say what time it has.' };
  }
  const skewMs = Math.abs(asked.value);
  // `Date` is in whole seconds.
  const skew = `${Math.round(skewMs / 1_000)} seconds ${asked.value > 0 ? 'behind' : 'ahead of'} the store's`;
  if (skewMs < NOTICEABLE_MS) {
    return { id: 'clock', status: 'ok', summary: 'Our clock and the store’s agree.' };
  }
  return clockFault(skewMs >= MAX_SKEW_MS ? 'problem' : 'warning', `Our clock is ${skew}.`);
}

/** A clock that is wrong. */
export function clockFault(status: 'warning' | 'problem', summary: string): Finding {
  return {
    id: 'clock',
    status,
    summary,
    reason:
      'Presigned URLs begin and end at the wrong time; with 15 minutes the store refuses everything.',
    remedy: { text: 'Let a time service set the clock.', command: 'timedatectl set-ntp true' },
  };
}
