import { type Finding, FORM_INTEGRITY, type PresignedPart } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, type Outcome } from './outcome.ts';
import { isDone, sendPart, TRIAL_BODY, type Trial, type TrialAnswer } from './trial.ts';
import { rightChecksum } from './trial-checksum.ts';

const TOO_MUCH = `${TRIAL_BODY}!`;
/** As many bytes as the trial's body. */
const OTHER_BYTES = [...TRIAL_BODY].reverse().join('');

/** Checks that a presigned URL accepts only the size that it was signed for. */
export async function checkSignedSize(trial: Trial): Promise<Finding> {
  const object = trial.object('signed-size');
  const presigned = await trial.presignPut(object, 'none', undefined);
  const tooMuch = await send(presigned, TOO_MUCH);
  if (!isStored(tooMuch)) {
    // Only a working URL can show what it refuses.
    if (!isStored(await send(presigned))) {
      return {
        id: 'signed-size',
        status: 'warning',
        summary:
          'The doctor could not test the signed size: the store refuses every presigned PUT.',
      };
    }
    return {
      id: 'signed-size',
      status: 'ok',
      summary: 'A presigned URL accepts only the size that it was signed for.',
    };
  }
  return {
    id: 'signed-size',
    status: 'problem',
    summary: 'A presigned URL accepts more bytes than it was signed for.',
    reason: 'A user who may upload a small file can fill the bucket with large ones.',
    remedy: { text: 'Do not give this store’s URLs to browsers.' },
  };
}

/** Checks that the store accepts forms and enforces their policy. */
export async function checkPresignedPost(
  { gateway, profile, smallFiles }: DoctorContext,
  trial: Trial,
): Promise<{ readonly finding: Finding; readonly works: boolean }> {
  const object = trial.object('form');
  const size = TRIAL_BODY.length;
  const integrity = FORM_INTEGRITY;
  const checksum = rightChecksum(integrity);
  const presigned = await attempt(() =>
    gateway.presignPost(object, { ...trial.headers, size, integrity, checksum, overwrite: true }),
  );
  if (!presigned.ok || !presigned.value) {
    return unsupported(smallFiles, 'this kind of bucket does not support them');
  }
  const form = presigned.value;
  const right = await send(form);
  if (!isStored(right)) {
    const why = right.ok ? `${right.value.status} ${right.value.code}` : right.code;
    return unsupported(smallFiles, why);
  }
  const elsewhere = { ...form.fields, key: trial.object('form-elsewhere').objectKey };
  const tricks = [
    ['more bytes', await send(form, TOO_MUCH)],
    ['another key', await send({ ...form, fields: elsewhere })],
  ] as const;
  const taken = tricks.flatMap(([name, answer]) => (isStored(answer) ? [name] : []));
  if (taken.length > 0) {
    return {
      works: false,
      finding: {
        id: 'presigned-post',
        status: 'problem',
        summary: `The store accepts forms with ${taken.join(' and ')} than their policy allows.`,
        reason: 'A user who may upload one file can write any object.',
        remedy: { text: 'Set smallFiles to "put".' },
      },
    };
  }
  if (isStored(await send(form, OTHER_BYTES))) {
    const isUsed = smallFiles === undefined ? profile.forms : smallFiles === 'post';
    return { works: false, finding: unverified(isUsed) };
  }
  return {
    works: true,
    finding: {
      id: 'presigned-post',
      status: 'ok',
      summary: 'The store accepts forms and enforces their policy.',
    },
  };
}

function unsupported(
  smallFiles: DoctorContext['smallFiles'],
  why: string,
): { readonly finding: Finding; readonly works: false } {
  const isWanted = smallFiles === 'post';
  const finding: Finding = {
    id: 'presigned-post',
    status: isWanted ? 'problem' : 'ok',
    summary: `The store accepts no forms (${why.trim()}), so small files use PUT.`,
    ...(isWanted && {
      reason: 'Small files are configured to use forms, so their uploads fail.',
      remedy: { text: 'Set smallFiles to "put".' },
    }),
  };
  return { finding, works: false };
}

/** @param isUsed whether the backend signs forms for this store */
function unverified(isUsed: boolean): Finding {
  const id = 'presigned-post';
  const summary = 'The store accepts forms with other bytes than their SHA-256 allows';
  if (!isUsed) return { id, status: 'ok', summary: `${summary}, so small files use PUT.` };
  return {
    id,
    status: 'problem',
    summary: `${summary}.`,
    reason: 'A user can replace a file after the backend has verified it.',
    remedy: { text: 'Set smallFiles to "put".' },
  };
}

function send(part: PresignedPart, body?: string): Promise<Outcome<TrialAnswer>> {
  return attempt(() => sendPart(part, body));
}

function isStored(answer: Outcome<TrialAnswer>): boolean {
  return answer.ok && isDone(answer.value);
}
