import { randomUUID } from 'node:crypto';
import type { RedisClient } from './redis-client.ts';
import { createEpoch } from './redis-epoch.ts';
import {
  ADD_VALUE,
  COMMIT_CLAIM,
  COUNT,
  RELEASE_CLAIM,
  RENEW_CLAIM,
  RESERVE,
  SET_VALUE,
  UNRESERVE,
} from './redis-scripts.ts';
import { createSender } from './redis-sender.ts';
import { createRedisTasks, type RedisTasks, type RunScript, wholeMs } from './redis-tasks.ts';
import type { AccountLimit, Day } from './reservation.ts';
import type { Claim, SharedStore } from './shared-store.ts';

/** Options of {@link createRedisStore}. */
export interface RedisStoreOptions {
  /** The prefix of every key. Separate backends on one Redis need different prefixes. @defaultValue `slipway:` */
  readonly prefix?: string | undefined;
  /**
   * Timeout of one command, in milliseconds. After it, Redis counts as down: until it answers again, commands
   * fail at once.
   *
   * @defaultValue 1,000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The most tasks of each list at a time. A full list loses the tasks that are due last.
   *
   * - Clean-up has one task for each small file that is not completed yet, and for each upload that ended without its object.
   *   The objects that lost tasks would delete stay in the bucket.
   * - Webhooks have one task for each upload with events that are not delivered yet, of about 1.5 KB. Lost events are never sent.
   *
   * @defaultValue 1,000,000, about 720 MB of clean-up tasks
   */
  readonly maxTasks?: number | undefined;
  /** Called with a list of tasks for each task that it loses because it is full. @defaultValue none */
  readonly onFull?: ((list: string) => void) | undefined;
}

/**
 * A {@link SharedStore} in Redis 6.2 or later, for several replicas. Redis Cluster is not supported: it
 * spreads keys over several nodes.
 *
 * @example
 * const client = await createClient({ url: process.env.REDIS_URL }).on('error', log).connect();
 * createUploadRouter({ store: createRedisStore(client), ... });
 */
export function createRedisStore(
  client: RedisClient,
  options: RedisStoreOptions = {},
): SharedStore {
  const { prefix = 'slipway:', timeoutMs = 1_000, maxTasks = 1_000_000, onFull } = options;
  const { send, sendAlways } = createSender(client, timeoutMs);
  const run = evaluateBy(send);
  const runAlways = evaluateBy(sendAlways);
  const tasks = createRedisTasks({ run, prefix, maxTasks, onFull });
  // Braces mark the hash tag: wherever keys are sharded, an account's keys stay on one node.
  const accountKeys = (account: string, day: Day) =>
    ['open', 'sizes', day.name].map((part) => `${prefix}quota:{${account}}:${part}`);

  return {
    ...tasks.list,
    claim: (key, ttlMs) => claimIn({ send, run, runAlways, prefix, tasks }, key, ttlMs),
    async get(key) {
      const value = await send('GET', `${prefix}value:${key}`);
      return value === null ? undefined : String(value);
    },
    async set(key, value, ttlMs, changes = []) {
      const valueKey = `${prefix}value:${key}`;
      if (changes.length === 0) await send('SET', valueKey, value, 'PX', wholeMs(ttlMs));
      else await tasks.change(SET_VALUE, [valueKey], [value, wholeMs(ttlMs)], changes);
    },
    async add(key, value, ttlMs, { unless = [], tasks: changes = [] } = {}) {
      const keys = [key, ...unless].map((one) => `${prefix}value:${one}`);
      return tasks.change(ADD_VALUE, keys, [unless.length, value, wholeMs(ttlMs)], changes);
    },
    epoch: createEpoch(send),
    async delete(key) {
      await send('DEL', `${prefix}value:${key}`);
    },
    async count(key, amount, windowMs) {
      const answer = await run(COUNT, [`${prefix}count:${key}`], amount, wholeMs(windowMs));
      const [total, endsInMs] = answer as [number, number];
      return { total: Number(total), endsInMs: Number(endsInMs) };
    },
    async reserve(account, { id, bytes, ttlMs }, day, limits) {
      const exceeded = await run(
        RESERVE,
        accountKeys(account, day),
        id,
        bytes,
        wholeMs(ttlMs),
        day.name,
        wholeMs(day.endsInMs),
        limits.openUploads ?? '',
        limits.bytesInFlight ?? '',
        limits.bytesPerDay ?? '',
      );
      return exceeded === '' ? undefined : (String(exceeded) as AccountLimit);
    },
    async unreserve(account, id, day, refund) {
      await runAlways(UNRESERVE, accountKeys(account, day), id, day.name, refund ? 1 : 0);
    },
  };
}

/** Runs the commands of one store, each with the store's timeout. */
interface Commands {
  send(...command: string[]): Promise<unknown>;
  readonly run: RunScript;
  /** For what has to happen, even if no answer is awaited: see {@link Sender.sendAlways}. */
  readonly runAlways: RunScript;
  readonly prefix: string;
  readonly tasks: RedisTasks;
}

/** Runs scripts with commands that `send` sends. */
function evaluateBy(send: Commands['send']): RunScript {
  return (script, keys, ...args) =>
    send('EVAL', script, String(keys.length), ...keys, ...args.map(String));
}

async function claimIn(
  { send, run, runAlways, prefix, tasks }: Commands,
  name: string,
  ttlMs: number,
): Promise<Claim | undefined> {
  const key = `${prefix}claim:${name}`;
  const owner = randomUUID();
  const claim: Claim = {
    renew: async (ttlMs) => (await run(RENEW_CLAIM, [key], owner, wholeMs(ttlMs))) === 1,
    async commit({ key: valueKey, value, ttlMs, tasks: changes = [], deleted = [] }) {
      const keys = [key, ...[valueKey, ...deleted].map((one) => `${prefix}value:${one}`)];
      const args = [owner, deleted.length, value, wholeMs(ttlMs)];
      return tasks.change(COMMIT_CLAIM, keys, args, changes);
    },
    async release() {
      await runAlways(RELEASE_CLAIM, [key], owner);
    },
  };
  try {
    const answer = await send('SET', key, owner, 'NX', 'PX', wholeMs(ttlMs));
    return answer === null ? undefined : claim;
  } catch (error) {
    // Redis may still have granted the claim. Release it, or it blocks others until it expires.
    void claim.release().catch(() => {});
    throw error;
  }
}
