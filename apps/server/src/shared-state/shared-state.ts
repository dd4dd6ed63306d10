import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { createMemoryStore, type SharedStore } from '@slipway/server/express';
import { createRedisStore } from '@slipway/server/redis';
import type { Probe } from '../health/readiness.ts';
import { describeError } from '../log/describe-error.ts';
import type { Log } from '../log/log.ts';
import { StartError } from '../start-error.ts';

/** The store that replicas share, and whether it can be reached. */
export interface SharedState {
  readonly store: SharedStore;
  /** Probes for `/readyz`. */
  readonly probes: Readonly<Record<string, Probe>>;
  close(): void;
}

/** How long connecting and authenticating may take at the start. */
const START_TIMEOUT_MS = 5_000;
const LONGEST_RECONNECT_WAIT_MS = 2_000;

/** Which Redis to use. Without a URL, none. */
interface RedisSettings {
  readonly redisUrl?: string | undefined;
  /** If the URL has none. */
  readonly redisPassword?: string | undefined;
}

/**
 * Connects to Redis. Without a URL, keeps the state in this process.
 *
 * @throws StartError when Redis cannot be reached
 */
export async function openSharedState(
  { redisUrl, redisPassword }: RedisSettings,
  log: Log,
): Promise<SharedState> {
  const onFull = logFullLists(log);
  if (redisUrl === undefined) {
    return { store: createMemoryStore({ onFull }), probes: {}, close: () => {} };
  }
  let isConnected = false;
  const client = createClient({
    url: redisUrl,
    ...(redisPassword !== undefined && { password: redisPassword }),
    socket: {
      // At the start, a wrong setting is more likely than an outage, so do not retry.
      reconnectStrategy: (retries) =>
        isConnected && Math.min(50 * 2 ** retries, LONGEST_RECONNECT_WAIT_MS),
    },
  });
  let isDown = false;
  client.on('error', (error: unknown) => {
    if (isConnected && !isDown) log.error({ failures: [describeError(error)] }, 'Redis is gone');
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) log.info('Redis is back');
    isDown = false;
  });
  try {
    await Promise.race([client.connect(), rejectAfter(START_TIMEOUT_MS)]);
  } catch (error) {
    // An open client would keep the process alive.
    if (client.isOpen) client.destroy();
    throw new StartError(
      `REDIS_URL: ${new URL(redisUrl).host} can't be used (${reasonOf(error)}).`,
    );
  }
  isConnected = true;
  return {
    store: createRedisStore(client, { onFull }),
    probes: {
      async redis(abortSignal) {
        // A Redis that is full, or read only, answers a PING. No upload could start or end.
        await client.sendCommand(['SET', 'slipway:ready', '1', 'PX', '60000'], { abortSignal });
      },
    },
    close: () => client.destroy(),
  };
}

/** Logs once that a list of tasks is full: it loses one with every upload from then on. */
function logFullLists(log: Log): (list: string) => void {
  const full = new Set<string>();
  return (list) => {
    if (full.has(list)) return;
    full.add(list);
    log.error({ list }, 'A list of tasks in the store is full, and loses tasks');
  };
}

/** A server can accept the connection and never answer. */
async function rejectAfter(ms: number): Promise<never> {
  await wait(ms, undefined, { ref: false });
  throw new Error(`no answer in ${ms / 1_000} s`);
}

/** The first sentence of the error: Redis explains refusals at length. */
function reasonOf(error: unknown): string {
  const { message = '', code = '' } = error as {
    readonly message?: string;
    readonly code?: string;
  };
  const [reason = ''] = (message || code).split(/\.?(?:\s*\n|\. |$)/);
  return reason;
}
