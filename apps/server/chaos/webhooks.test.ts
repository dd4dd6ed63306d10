import { afterAll, beforeAll, expect, test } from 'vitest';
import { drainWebhooks } from './drain-webhooks.ts';
import { type JudgedUpload, judgeWebhooks } from './judge-webhooks.ts';
import { type Lab, startLab } from './lab.ts';
import { playSeed, SURVIVABLE } from './play-seed.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
}, 60_000);
afterAll(() => lab?.close());

test('replicas that are killed at random lose no webhook, and keep the order of each upload', async () => {
  const uploads: JudgedUpload[] = [];
  for (let seed = 1; seed <= 6; seed += 1) {
    const { answers, faults, story, objectKey, isForgotten } = await playSeed(
      lab,
      seed,
      SURVIVABLE,
    );
    expect(faults, story).toEqual([]);
    uploads.push({ objectKey, answer: answers[0], isForgotten });
  }
  expect(await drainWebhooks(lab, uploads)).toEqual([]);
  expect(lab.receiver.received.length).toBeGreaterThanOrEqual(12);
}, 600_000);

const webhook = (type: string, text = type) =>
  ({
    id: `msg_1_${type}`,
    text,
    headers: {},
    body: { type: `upload.${type}`, data: { id: '1', objectKey: 'a' } },
  }) as never;

test('the judge sees what is missing, out of order, doubled or forged', () => {
  const upload: JudgedUpload = { objectKey: 'a', answer: 'object', isForgotten: false };
  const judge = (...received: never[]) =>
    judgeWebhooks([upload], { received, forged: [] }, received);
  const [created, completed] = [webhook('created'), webhook('completed')];
  expect(judge(created, completed)).toEqual([]);
  expect(judge(created)).toEqual(['a: upload.created instead of upload.created, upload.completed']);
  expect(judge(completed, created)).not.toEqual([]);
  expect(judge(created, webhook('aborted'))).not.toEqual([]);
  expect(judge(created, completed, webhook('completed', 'other'))).not.toEqual([]);
  expect(judgeWebhooks([], { received: [], forged: ['x'] }, [])).toEqual([
    'x has a wrong signature',
  ]);
});
