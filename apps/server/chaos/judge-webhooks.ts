import type {
  Received,
  WebhookReceiver,
} from '../../../packages/server/testing/webhook-receiver.ts';
import type { Answer } from './ask.ts';

/** An upload of a seed, as its clients saw it. */
export interface JudgedUpload {
  readonly objectKey: string;
  /** What all clients heard in the end. `undefined` if they heard different ends. */
  readonly answer: Answer | undefined;
  /** Whether Redis has lost its data before all of the upload's webhooks were delivered. */
  readonly isForgotten: boolean;
}

const ENDS = { object: 'upload.completed', 'no object': 'upload.aborted' } as const;

/** The promises about webhooks that were broken: each upload's events come, in order, each under one ID. */
export function judgeWebhooks(
  uploads: readonly JudgedUpload[],
  { received, forged }: Pick<WebhookReceiver, 'received' | 'forged'>,
  accepted: readonly Received[],
): readonly string[] {
  const faults = forged.map((id) => `${id} has a wrong signature`);
  for (const { objectKey, answer, isForgotten } of uploads) {
    const of = (list: readonly Received[]) =>
      list.filter(({ body }) => body.data.objectKey === objectKey);
    const types = of(accepted).map(({ body }) => body.type);
    const ids = new Set(of(received).map(({ id }) => id));
    if (ids.size !== new Set(of(received).map(({ text }) => text)).size && !isForgotten) {
      faults.push(`${objectKey}: an event has several bodies or IDs`);
    }
    if (of(received).some(({ id, body }) => !id.startsWith(`msg_${body.data.id}_`))) {
      faults.push(`${objectKey}: an event has no ID of its upload`);
    }
    if (types.length > 1 && types[0] !== 'upload.created') {
      faults.push(`${objectKey}: the events came as ${types.join(', ')}`);
    }
    if (isForgotten || answer === undefined) continue;
    const expected = ['upload.created', ENDS[answer]];
    if (types.join() !== expected.join()) {
      faults.push(
        `${objectKey}: ${types.join(', ') || 'nothing'} instead of ${expected.join(', ')}`,
      );
    }
  }
  return faults;
}
