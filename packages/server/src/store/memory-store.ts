import { randomUUID } from 'node:crypto';
import { ExpiringMap } from './expiring-map.ts';
import { listFull } from './list-full.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createMemoryTasks, type MemoryTasks } from './memory-tasks.ts';
import type { Claim, SharedStore } from './shared-store.ts';

/** Options of {@link createMemoryStore}. */
export interface MemoryStoreOptions {
  /** Now, in milliseconds since the epoch. @defaultValue `Date.now` */
  readonly now?: (() => number) | undefined;
  /**
   * The most entries of each kind (claims, values, counters, accounts, tasks) at a time. A full store evicts the
   * entries closest to expiry, of tasks those that are due last. An account holds more for each of its open uploads, which quotas limit.
   *
   * @defaultValue 100,000, about 320 MB if every kind is full. A third of that is tasks: one for each small file that is
   * not completed yet, and for each upload whose webhooks are not delivered yet
   */
  readonly maxEntries?: number | undefined;
  /** Called with a list of tasks for each task that it loses because the store is full. @defaultValue none */
  readonly onFull?: ((list: string) => void) | undefined;
}

/** A {@link SharedStore} for a single replica. It is lost when the process ends. */
export function createMemoryStore(options: MemoryStoreOptions = {}): SharedStore {
  const { now = () => Date.now(), maxEntries = 100_000, onFull } = options;
  const id = randomUUID();
  const claims = new ExpiringMap<Claim>({ now, maxEntries });
  const values = new ExpiringMap<string>({ now, maxEntries });
  const counters = new ExpiringMap<{ total: number }>({ now, maxEntries });

  const tasks = createMemoryTasks({ now, maxEntries }, onFull);
  const { setValue, addValue } = writersOf(values, tasks);

  function claimFor(key: string): Claim {
    const isHeld = () => claims.get(key) === claim;
    const claim: Claim = {
      async renew(ttlMs) {
        if (!isHeld()) return false;
        claims.set(key, claim, ttlMs);
        return true;
      },
      async commit({ key: valueKey, value, ttlMs, tasks: changes, deleted = [] }) {
        if (!isHeld()) return false;
        for (const gone of deleted) values.delete(gone);
        await setValue(valueKey, value, ttlMs, changes);
        claims.delete(key);
        return true;
      },
      async release() {
        if (isHeld()) claims.delete(key);
      },
    };
    return claim;
  }

  return {
    ...createMemoryLedger({ now, maxEntries }),
    ...tasks.list,
    async claim(key, ttlMs) {
      if (claims.get(key)) return undefined;
      const claim = claimFor(key);
      claims.set(key, claim, ttlMs);
      return claim;
    },
    get: async (key) => values.get(key),
    set: setValue,
    add: addValue,
    epoch: async () => id,
    delete: async (key) => values.delete(key),
    async count(key, amount, windowMs) {
      const counter = counters.get(key);
      if (counter) counter.total += amount;
      else counters.set(key, { total: amount }, windowMs);
      return { total: counter?.total ?? amount, endsInMs: counters.endsInMs(key) };
    },
  };
}

/** What writes values, with the tasks that belong to them. */
function writersOf(values: ExpiringMap<string>, tasks: MemoryTasks) {
  const setValue: SharedStore['set'] = async (key, value, ttlMs, changes = []) => {
    values.set(key, value, ttlMs);
    tasks.change(changes);
  };
  const addValue: SharedStore['add'] = async (key, value, ttlMs, options = {}) => {
    const { unless = [], tasks: changes = [] } = options;
    if ([key, ...unless].some((one) => values.get(one) !== undefined)) return false;
    const full = tasks.findFull(changes);
    if (full !== undefined) throw listFull(full);
    await setValue(key, value, ttlMs, changes);
    return true;
  };
  return { setValue, addValue };
}
