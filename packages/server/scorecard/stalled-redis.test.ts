import { setTimeout as wait } from 'node:timers/promises';
import { UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { delay, SYSTEM_CLOCK } from '../src/clock.ts';
import type { Settlement } from '../src/settlement/settlement.ts';
import { createSettlements, type Settlements } from '../src/settlement/settlements.ts';
import { createRedisStore } from '../src/store/redis-store.ts';
import { startHeldProxy } from '../testing/held-proxy.ts';
import { connectTo, type RedisServer, startRedis } from '../testing/redis-server.ts';

/** A claim lasts 30 s in production. All times here are shorter by the same factor. */
const CLAIM_MS = 600;

const ACCEPTED: Settlement = {
  kind: 'accepted',
  object: { objectKey: 'uploads/1/a', size: 1, etag: '"e"', contentType: 'text/plain' },
};

let redis: RedisServer;
let clients: Awaited<ReturnType<typeof connectTo>>[];
beforeEach(async () => {
  redis = await startRedis();
  clients = await Promise.all([connectTo(redis), connectTo(redis)]);
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await redis.close();
});

const replicaOf = (client: (typeof clients)[number]) =>
  createSettlements({
    store: createRedisStore(client, { timeoutMs: 50 }),
    recordsKeptMs: 60_000,
    settledKeptMs: 60_000,
    claimMs: CLAIM_MS,
    monotonic: () => SYSTEM_CLOCK.monotonic(),
    wait: delay,
    report: () => {},
  });

/** As a browser does, until the answer is for good. */
async function insist(
  settlements: Settlements,
  end: Parameters<Settlements['settle']>[1],
): Promise<Settlement> {
  for (;;) {
    try {
      return await settlements.settle('upload', end);
    } catch (error) {
      if (!UploadError.is(error) || error.code !== 'storage-unavailable') throw error;
      await wait(20);
    }
  }
}

test.each([
  ['3 s', CLAIM_MS / 10],
  ['10 s', CLAIM_MS / 3],
  ['30 s', CLAIM_MS],
])(
  'S24 Redis stalls for %s while a hook runs, and another replica aborts: both tell one outcome',
  async (_, stallMs) => {
    const [one, other] = clients.map(replicaOf) as [Settlements, Settlements];
    let isStored = false;
    const hooks: string[] = [];
    let inHook: (() => void) | undefined;
    const hookStarted = new Promise<void>((resolve) => {
      inHook = resolve;
    });
    const completed = insist(one, async (lease) => {
      isStored = true;
      await lease.assertHeld();
      hooks.push('completed');
      inHook?.();
      // Half as long again as the claim lasts.
      await wait(CLAIM_MS * 1.5);
      return { settlement: ACCEPTED };
    });
    await hookStarted;
    redis.freeze();
    await wait(stallMs);
    redis.thaw();
    const aborted = insist(other, async (lease) => {
      await lease.assertHeld();
      // As the product does: an object that S3 has completed is not deleted.
      return { settlement: isStored ? ACCEPTED : { kind: 'aborted' } };
    });
    expect(await Promise.all([completed, aborted])).toEqual([ACCEPTED, ACCEPTED]);
    expect(await other.find('upload')).toEqual(ACCEPTED);
    expect(hooks.length).toBeGreaterThan(0);
  },
);

test('S24 an owner whose claim expired during a stall does not overwrite what another replica recorded', async () => {
  const [one, other] = clients.map(replicaOf) as [Settlements, Settlements];
  const aborted: Settlement = { kind: 'aborted' };
  const completed = insist(one, async () => {
    // The owner hears nothing of its renewals for as long as the claim lasts.
    redis.freeze();
    await wait(CLAIM_MS);
    redis.thaw();
    await insist(other, async () => ({ settlement: aborted }));
    return { settlement: ACCEPTED };
  });
  expect(await completed).toEqual(aborted);
  await expect.poll(() => one.find('upload').catch(() => undefined)).toEqual(aborted);
});

test('S25 a record of a new upload that Redis carries out late, when its object is judged or accepted, changes nothing', async () => {
  const slow = await startHeldProxy(redis);
  const [, client] = clients as [unknown, (typeof clients)[number]];
  const late = await connectTo(slow);
  const [one, other] = [replicaOf(late), replicaOf(client)];
  try {
    // The replica knows the epoch of Redis, so it sends the next records at once.
    await one.markNew('earlier');
    slow.hold();
    // As a create does, while the network to its replica is cut off.
    const unanswered = ['judged', 'upload'].map((id) =>
      one.markNew(id, [{ list: 'later', task: { id, payload: id, dueInMs: 0 } }]),
    );
    for (const answer of unanswered) {
      await expect(answer).rejects.toMatchObject({ code: 'storage-unavailable' });
    }
    await other.markJudging('judged');
    expect(await insist(other, async () => ({ settlement: ACCEPTED }))).toEqual(ACCEPTED);
    slow.release();
    // Redis carries out the commands of a connection in order.
    await late.ping();
    expect([await other.recordOf('judged'), await other.recordOf('upload')]).toEqual([
      'judging',
      'unknown',
    ]);
    expect(await createRedisStore(client).takeDue('later', 10, 1)).toEqual([]);
  } finally {
    late.destroy();
    await slow.close();
  }
});
