import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createConnectionLimit } from './connection-limit.ts';
import { createConnectionQueue } from './connection-queue.ts';

const limitedTo = (connections: number) => createConnectionLimit(connections, { now: () => 0 });

/** Simulates uploads of `sizes` parts. Returns the order in which their parts were sent. */
async function play(connections: number, sizes: readonly number[]) {
  const queue = createConnectionQueue(limitedTo(connections));
  const order: number[] = [];
  const inFlight: (() => void)[] = [];
  let most = 0;
  for (const [i, parts] of sizes.entries()) {
    let left = parts;
    queue.join({
      isBrief: false,
      get bytesLeft() {
        return left;
      },
      hasNext: () => left > 0,
      sendNext() {
        left--;
        order.push(i);
        const sent = new Promise<void>((resolve) => inFlight.push(resolve));
        most = Math.max(most, inFlight.length);
        return sent;
      },
    });
  }
  while (inFlight.length > 0) {
    inFlight.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  }
  return { order, most };
}

const uploads = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });

test('the queue sends every part and never exceeds the budget of connections', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), uploads, async (connections, sizes) => {
      const { order, most } = await play(connections, sizes);
      expect(order).toHaveLength(sizes.reduce((sum, parts) => sum + parts, 0));
      expect(most).toBe(Math.min(connections, order.length));
    }),
  );
});

test('a small file finishes early next to a large one', async () => {
  const { order } = await play(1, [100, 4]);
  expect(order.lastIndexOf(1)).toBeLessThan(8);
});

test('a large file always makes progress, however many small files there are', async () => {
  const { order } = await play(1, [30, ...Array.from({ length: 60 }, () => 1)]);
  for (let i = 0; i + 3 <= 60; i += 3) expect(order.slice(i, i + 3)).toContain(0);
});

test('a connection is free again after its part fails', async () => {
  const queue = createConnectionQueue(limitedTo(1));
  let calls = 0;
  queue.join({
    isBrief: false,
    bytesLeft: 1,
    hasNext: () => calls < 2,
    sendNext() {
      calls++;
      return Promise.reject(new Error('broken'));
    },
  });
  await expect.poll(() => calls).toBe(2);
});

test('a source that has left gets no more connections', () => {
  const queue = createConnectionQueue(limitedTo(1));
  let ready = false;
  let calls = 0;
  const leave = queue.join({
    isBrief: false,
    bytesLeft: 1,
    hasNext: () => ready,
    async sendNext() {
      calls++;
    },
  });
  leave();
  ready = true;
  queue.poke();
  expect(calls).toBe(0);
});

test.each([
  [6, 8],
  [12, 16],
  [5, 5],
])('with %i connections, some brief requests wait in the browser', (connections, most) => {
  const queue = createConnectionQueue(limitedTo(connections));
  let sent = 0;
  const source = {
    bytesLeft: 1,
    hasNext: () => true,
    sendNext: () => {
      sent++;
      return new Promise<void>(() => {});
    },
  };

  queue.join({ ...source, isBrief: false });
  expect(sent).toBe(connections);
  queue.join({ ...source, isBrief: true });
  expect(sent).toBe(most);
});
