import type { Finding } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt } from './outcome.ts';
import { askAnonymously, type Trial } from './trial.ts';

/** S3 refuses requests whose signing time is further from its own clock. */
const MAX_SKEW_MS = 15 * 60_000;
/** A larger skew noticeably shortens the life of presigned URLs. */
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
    return {
      id: 'clock',
      status: 'warning',
      summary: 'The store sends no date.',
    };
  }
  const skewMs = Math.abs(asked.value);
  // `Date` has a resolution of one second.
  const skew = `${Math.round(skewMs / 1_000)} seconds ${asked.value > 0 ? 'behind' : 'ahead of'} the store's`;
  if (skewMs < NOTICEABLE_MS) {
    return { id: 'clock', status: 'ok', summary: 'Our clock and the store’s agree.' };
  }
  return clockFault(skewMs >= MAX_SKEW_MS ? 'problem' : 'warning', `Our clock is ${skew}.`);
}

/** Reports a wrong clock. */
export function clockFault(status: 'warning' | 'problem', summary: string): Finding {
  return {
    id: 'clock',
    status,
    summary,
    reason:
      'Presigned URLs start and expire at the wrong time. From 15 minutes on, every request fails.',
    remedy: {
      text: 'Synchronize the clock with a time service.',
      command: 'timedatectl set-ntp true',
    },
  };
}
