import { randomUUID } from 'node:crypto';
import type { RedisClient } from './redis-client.ts';
import {
  COMMIT_CLAIM,
  COUNT,
  FINISH_TASK,
  RELEASE_CLAIM,
  RENEW_CLAIM,
  RESERVE,
  SCHEDULE,
  SET_VALUE,
  TAKE_DUE,
  UNRESERVE,
} from './redis-scripts.ts';
import { createSender } from './redis-sender.ts';
import type { AccountLimit, Day } from './reservation.ts';
import type { Claim, SharedStore, TaskChange } from './shared-store.ts';
import type { Task, TaskList } from './task-list.ts';

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
   * The most clean-up tasks at a time: one for each small file that is not completed yet, and for each upload that ended
   * without its object. A full list loses the tasks that are due last, and the objects that they would delete stay in
   * the bucket.
   *
   * @defaultValue 1,000,000, about 720 MB
   */
  readonly maxTasks?: number | undefined;
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
  const { prefix = 'slipway:', timeoutMs = 1_000, maxTasks = 1_000_000 } = options;
  const { send, sendAlways } = createSender(client, timeoutMs);
  const run = evaluateBy(send);
  const runAlways = evaluateBy(sendAlways);
  // Braces mark the hash tag: wherever keys are sharded, an account's keys stay on one node.
  const accountKeys = (account: string, day: Day) =>
    ['open', 'sizes', day.name].map((part) => `${prefix}quota:{${account}}:${part}`);

  return {
    ...tasksIn({ run, prefix, maxTasks }),
    claim: (key, ttlMs) => claimIn({ send, run, runAlways, prefix, maxTasks }, key, ttlMs),
    async get(key) {
      const value = await send('GET', `${prefix}value:${key}`);
      return value === null ? undefined : String(value);
    },
    async set(key, value, ttlMs, task) {
      const keys = [`${prefix}value:${key}`, ...taskKeys(prefix, task?.list ?? '')];
      if (task) await run(SET_VALUE, keys, value, wholeMs(ttlMs), ...changeArgs(task, maxTasks));
      else await send('SET', `${prefix}value:${key}`, value, 'PX', wholeMs(ttlMs));
    },
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
  run(script: string, keys: readonly string[], ...args: (string | number)[]): Promise<unknown>;
  /** For what has to happen, even if no answer is awaited: see {@link Sender.sendAlways}. */
  readonly runAlways: Commands['run'];
  readonly prefix: string;
  readonly maxTasks: number;
}

/** Runs scripts with commands that `send` sends. */
function evaluateBy(send: Commands['send']): Commands['run'] {
  return (script, keys, ...args) =>
    send('EVAL', script, String(keys.length), ...keys, ...args.map(String));
}

async function claimIn(
  { send, run, runAlways, prefix, maxTasks }: Commands,
  name: string,
  ttlMs: number,
): Promise<Claim | undefined> {
  const key = `${prefix}claim:${name}`;
  const owner = randomUUID();
  const claim: Claim = {
    renew: async (ttlMs) => (await run(RENEW_CLAIM, [key], owner, wholeMs(ttlMs))) === 1,
    async commit({ key: valueKey, value, ttlMs, task }) {
      const keys = [key, `${prefix}value:${valueKey}`, ...taskKeys(prefix, task?.list ?? '')];
      const args = [owner, value, wholeMs(ttlMs), ...(task ? changeArgs(task, maxTasks) : [''])];
      return (await run(COMMIT_CLAIM, keys, ...args)) === 1;
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

function tasksIn({
  run,
  prefix,
  maxTasks,
}: Pick<Commands, 'run' | 'prefix' | 'maxTasks'>): TaskList {
  return {
    async schedule(list, task) {
      await run(SCHEDULE, taskKeys(prefix, list), ...argsOf(task, maxTasks));
    },
    async takeDue(list, limit, leaseMs) {
      const answer = await run(TAKE_DUE, taskKeys(prefix, list), limit, wholeMs(leaseMs));
      const texts = (answer as unknown[]).map(String);
      return Array.from({ length: texts.length / 2 }, (_, i) => ({
        id: texts[2 * i] as string,
        payload: texts[2 * i + 1] as string,
      }));
    },
    async finish(list, id) {
      await run(FINISH_TASK, taskKeys(prefix, list), id);
    },
  };
}

const taskKeys = (prefix: string, list: string) =>
  ['due', 'payloads'].map((part) => `${prefix}tasks:{${list}}:${part}`);

/** A task can be due at once, so its time may be 0, unlike a lifetime. */
const argsOf = ({ id, payload, dueInMs }: Task, maxTasks: number) => [
  id,
  payload,
  Math.ceil(dueInMs),
  maxTasks,
];

const changeArgs = (change: TaskChange, maxTasks: number) =>
  'task' in change ? argsOf(change.task, maxTasks) : [change.finished];

/** Redis accepts neither fractions nor 0. */
function wholeMs(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}
