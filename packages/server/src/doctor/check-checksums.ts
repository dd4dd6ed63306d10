import {
  CHECKSUM_MODES,
  CHECKSUMS,
  type ChecksumMode,
  type Finding,
  type Integrity,
} from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, describeRefusal, type Outcome } from './outcome.ts';
import { isDone, sendPart, type Trial, type TrialAnswer } from './trial.ts';
import { rightChecksum, wrongChecksum } from './trial-checksum.ts';

/** How the store handles one kind of checksum. */
interface Verdict {
  readonly mode: ChecksumMode;
  /** The store's fault. `undefined` if it verifies and keeps the checksum. */
  readonly fault: string | undefined;
  /** Why the doctor could not find out. */
  readonly obstacle?: string;
}

/** Sends correct and wrong checksums of each kind, for a part and for a whole file. */
export async function checkChecksums(
  context: DoctorContext,
  trial: Trial,
): Promise<{ readonly findings: readonly Finding[]; readonly verified: readonly Integrity[] }> {
  const verdicts = await Promise.all(CHECKSUM_MODES.map((mode) => tryMode(context, trial, mode)));
  const verified = verdicts.flatMap(({ mode, fault }) => (fault === undefined ? [mode] : []));
  return {
    verified,
    findings: verdicts.map((verdict) => judge(verdict, context.modes, verified)),
  };
}

async function tryMode(
  { gateway }: DoctorContext,
  trial: Trial,
  mode: ChecksumMode,
): Promise<Verdict> {
  const created = await trial.begin(`checksum-${mode}`, mode);
  if (!created.ok)
    return blame(mode, 'an upload with them', created.status, describeRefusal(created));
  const upload = created.value;
  const part = (checksum: string | undefined) =>
    attempt(async () => sendPart(await trial.presignPart(upload, mode, checksum)));
  const object = trial.object(`checksum-${mode}-put`);
  const put = (checksum: string | undefined) =>
    attempt(async () => sendPart(await trial.presignPut(object, mode, checksum)));

  // Sends the wrong ones first. If a correct upload already existed, it could hide their result.
  const wrong = [
    ['a part', await part(wrongChecksum(mode))],
    ['a file', await put(wrongChecksum(mode))],
  ] as const;
  const right = [
    ['a part', await part(rightChecksum(mode))],
    ['a file', await put(rightChecksum(mode))],
  ] as const;
  const refused = right.find(([, answer]) => !isStored(answer));
  if (refused) {
    const [what, answer] = refused;
    const status = answer.ok ? answer.value.status : answer.status;
    return blame(mode, `${what} with a correct one`, status, describe(answer));
  }
  const taken = wrong.find(([, answer]) => isStored(answer));
  if (taken) return { mode, fault: `it stores ${taken[0]} with a wrong one` };
  const kept = await attempt(() => gateway.listParts(upload, mode));
  if (CHECKSUMS[mode].kept && !(kept.ok && kept.value?.[0]?.checksum)) {
    return { mode, fault: 'it does not keep them' };
  }
  return { mode, fault: undefined };
}

function isStored(answer: Outcome<TrialAnswer>): boolean {
  return answer.ok && isDone(answer.value);
}

/** Only a 4xx other than 403, or a 501, concerns the checksum. Other findings cover permissions and outages. */
function blame(
  mode: ChecksumMode,
  what: string,
  status: number | undefined,
  answer: string,
): Verdict {
  const fault = `${what} gets ${answer}`;
  const isAboutIt = status !== undefined && status !== 403 && (status < 500 || status === 501);
  return isAboutIt ? { mode, fault } : { mode, fault, obstacle: fault };
}

function describe(answer: Outcome<TrialAnswer>): string {
  if (!answer.ok) return describeRefusal(answer);
  return `${answer.value.status} ${answer.value.code}`.trim();
}

function judge(
  { mode, fault, obstacle }: Verdict,
  used: readonly Integrity[],
  verified: readonly Integrity[],
): Finding {
  const id = `checksum-${mode}` as const;
  if (fault === undefined) {
    return { id, status: 'ok', summary: `The store refuses wrong ${mode} checksums.` };
  }
  if (obstacle !== undefined) {
    return {
      id,
      status: 'warning',
      summary: `The doctor could not test ${mode} checksums: ${obstacle}.`,
    };
  }
  const summary = `The store does not verify ${mode} checksums: ${fault}.`;
  if (used.every((one) => verified.includes(one))) {
    const reason = `Uploads use ${used.join(' and ')}. They could not use ${mode} on this store.`;
    return { id, status: 'warning', summary, reason };
  }
  return {
    id,
    status: used.includes(mode) ? 'problem' : 'warning',
    summary,
    reason: used.includes(mode)
      ? 'Uploads are configured to use it: they fail, or the store keeps damaged bytes unnoticed.'
      : 'Uploads cannot use it on this store.',
    remedy: {
      text: `Set SLIPWAY_INTEGRITY, or integrity in the policy, to ${verified[0] ?? 'none'}.`,
    },
  };
}
