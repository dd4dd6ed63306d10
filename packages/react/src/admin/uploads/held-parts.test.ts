import type { AdminUpload, UploadPartsResponse } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { HeldParts } from './held-parts.ts';

const upload = (n: number): AdminUpload => ({
  objectKey: `uploads/${n}`,
  uploadId: `u${n}`,
  initiatedAt: '2026-01-01T00:00:00.000Z',
  ageSeconds: 0,
});
const UPLOADS = Array.from({ length: 20 }, (_, n) => upload(n));
const PARTS = { size: 5, partCount: 1 } as UploadPartsResponse;

/** A backend that answers when told to, and a moment that passes when told to. */
function createRig() {
  const requests: { readonly key: string; readonly signal: AbortSignal | undefined }[] = [];
  const answers: (() => void)[] = [];
  let moment: (() => void) | undefined;
  const held = new HeldParts({
    client: {
      showParts: ({ objectKey }, signal) => {
        requests.push({ key: objectKey, signal });
        return new Promise((resolve) => answers.push(() => resolve(PARTS)));
      },
    },
    wait: (then) => {
      moment = then;
      return () => {
        moment = undefined;
      };
    },
  });
  return {
    held,
    requests,
    keys: () => requests.map(({ key }) => key),
    pass: () => moment?.(),
    async answerAll() {
      for (const answer of answers.splice(0)) answer();
      await new Promise(setImmediate);
    },
  };
}

test('only uploads that stay visible cause requests', () => {
  const { held, keys, pass } = createRig();
  held.show(UPLOADS.slice(0, 2));
  held.show(UPLOADS.slice(10, 12));
  expect(keys()).toEqual([]);
  pass();
  expect(keys()).toEqual(['uploads/10', 'uploads/11']);
});

test('at most four requests run at a time, and none for uploads that scrolled out of view', async () => {
  const { held, keys, pass, answerAll } = createRig();
  held.show(UPLOADS.slice(0, 6));
  pass();
  expect(keys()).toHaveLength(4);
  held.show(UPLOADS.slice(8, 9));
  await answerAll();
  expect(keys().slice(4)).toEqual(['uploads/8']);
});

test('each upload causes one request, and one more after a reload, which shows the old answer until then', async () => {
  const { held, keys, pass, answerAll } = createRig();
  held.show([upload(1)]);
  pass();
  await answerAll();
  expect(held.get(upload(1))).toEqual({ parts: PARTS });

  const readAnew = upload(1);
  held.show([readAnew]);
  pass();
  held.show([readAnew]);
  pass();
  expect(keys()).toEqual(['uploads/1', 'uploads/1']);
  expect(held.get(readAnew)).toEqual({ parts: PARTS });
});

test('each answer notifies subscribers, and none does after they unsubscribe', async () => {
  const { held, requests, pass, answerAll } = createRig();
  let told = 0;
  const unsubscribe = held.subscribe(() => {
    told += 1;
  });
  held.show(UPLOADS.slice(0, 1));
  pass();
  await answerAll();
  expect(told).toBe(1);

  held.show(UPLOADS.slice(1, 2));
  pass();
  held.stop();
  expect(requests.at(-1)?.signal?.aborted).toBe(true);
  await answerAll();
  expect(told).toBe(1);

  unsubscribe();
  held.show(UPLOADS.slice(1, 2));
  pass();
  await answerAll();
  expect(held.get(upload(1))).toEqual({ parts: PARTS });
  expect(told).toBe(1);
});
