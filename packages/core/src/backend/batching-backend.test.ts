import { expect, test } from 'vitest';
import { createManualClock, createScriptedS3 } from '../testing/index.ts';
import { createBatchingBackend } from './batching-backend.ts';

function setUp(busy: boolean) {
  const clock = createManualClock();
  const s3 = createScriptedS3({ clock });
  const windows = { beginMs: 10, readingMs: 250, completeMs: 200, sendingMs: 2_000 };
  const backend = createBatchingBackend(s3.backend, {
    clock,
    windows,
    busy: () => busy,
    firstFiles: () => undefined,
    accepts: () => undefined,
  });
  return { clock, s3, backend };
}

const etags = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ partNumber: i + 1, etag: '"e"' }));

test('complete requests with many ETags are split into several', async () => {
  const { clock, s3, backend } = setUp(true);
  for (const token of ['a', 'b']) {
    backend.complete.ask({ token, etags: etags(9_000) }).catch(() => {});
  }
  clock.advance(200);
  await s3.receives('complete', 2);
});

test('a complete call waits for others only while other uploads run', async () => {
  const alone = setUp(false);
  alone.backend.complete.ask({ token: 'a' }).catch(() => {});
  await alone.s3.receives('complete');

  const busy = setUp(true);
  for (const token of ['a', 'b']) busy.backend.complete.ask({ token }).catch(() => {});
  expect(busy.clock.pendingTimers).toBe(1);
  busy.clock.advance(200);
  await busy.s3.receives('complete a b');
});

test('a lone upload is created without waiting', async () => {
  const { s3, backend } = setUp(false);
  backend.presign.ask({ token: 'a', parts: [{ partNumber: 1 }] }).catch(() => {});
  await s3.receives('presign 1');
});

test('one request presigns parts of several uploads', async () => {
  const { clock, s3, backend } = setUp(true);
  const asked = ['a', 'b'].map((token) =>
    backend.presign.ask({ token, parts: [{ partNumber: 1 }] }),
  );
  clock.advance(10);
  await Promise.allSettled(asked);
  expect(s3.calls).toEqual(['presign 1 1']);
});

test('a request presigns parts of at most 100 uploads', async () => {
  const { clock, s3, backend } = setUp(true);
  for (let upload = 1; upload <= 101; upload += 1) {
    backend.presign.ask({ token: `t${upload}`, parts: [{ partNumber: 1 }] }).catch(() => {});
  }
  await s3.receives(`presign${' 1'.repeat(100)}`);
  clock.advance(10);
  await s3.receives('presign 1');
});
