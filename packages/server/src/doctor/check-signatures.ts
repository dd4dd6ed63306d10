import type { Finding, PresignedPart } from '@slipway/protocol';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, type Outcome } from './outcome.ts';
import { isDone, sendPart, TRIAL_BODY, type Trial, type TrialAnswer } from './trial.ts';

const TOO_MUCH = `${TRIAL_BODY}!`;

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
  { gateway, smallFiles }: DoctorContext,
  trial: Trial,
): Promise<{ readonly finding: Finding; readonly works: boolean }> {
  const object = trial.object('form');
  const size = TRIAL_BODY.length;
  const presigned = await attempt(() =>
    gateway.presignPost(object, { ...trial.headers, size, integrity: 'none', overwrite: true }),
  );
  if (!presigned.ok || !presigned.value)
    return unsupported('this kind of bucket does not support them');
  const form = presigned.value;
  const right = await send(form);
  if (!isStored(right)) {
    return unsupported(right.ok ? `${right.value.status} ${right.value.code}` : right.code);
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
  return {
    works: true,
    finding: {
      id: 'presigned-post',
      status: 'ok',
      summary: 'The store accepts forms and enforces their policy.',
    },
  };

  function unsupported(why: string) {
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
}

function send(part: PresignedPart, body?: string): Promise<Outcome<TrialAnswer>> {
  return attempt(() => sendPart(part, body));
}

function isStored(answer: Outcome<TrialAnswer>): boolean {
  return answer.ok && isDone(answer.value);
}
