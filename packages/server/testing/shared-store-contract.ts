import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SharedStore } from '../src/store/shared-store.ts';

/** A store under test, with a client for each of two replicas. */
export interface SharedStoreStage {
  readonly stores: readonly [SharedStore, SharedStore];
  /** Resolves when the store's clock has advanced by `ms` milliseconds. */
  pass(ms: number): Promise<void>;
  /** The list of each task that was lost because its list was full. */
  readonly fullLists: readonly string[];
  close(): Promise<void>;
}

/** Long enough for a few calls, even on a busy machine. */
const TTL_MS = 60_000;
/** Short enough for a test to wait for its end. */
const SHORT_MS = 50;
/** Long enough for many calls, and short enough for a test to wait for its end. */
const LATER_MS = 2_000;
/** How many tasks the stores under test keep. */
export const MOST_TASKS = 40;

const taskOf = (id: string, dueInMs = 0, payload = id) => ({ id, payload, dueInMs });
const idsOf = (tasks: readonly { readonly id: string }[]) => tasks.map(({ id }) => id);

/** The contract of every {@link SharedStore}. */
export function testSharedStore(name: string, start: () => Promise<SharedStoreStage>): void {
  describe(`a shared store ${name}`, () => {
    let stage: SharedStoreStage;
    let one: SharedStore;
    let other: SharedStore;
    beforeEach(async () => {
      stage = await start();
      [one, other] = stage.stores;
    });
    afterEach(() => stage.close());

    describe('claims:', () => {
      test('when callers on both replicas race, one gets the claim', async () => {
        const attempts = Array.from({ length: 50 }, (_, i) =>
          stage.stores[i % 2 === 0 ? 0 : 1].claim('hook', TTL_MS),
        );
        expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
      });

      test('claims of different keys are independent', async () => {
        expect(await one.claim('a', TTL_MS)).toBeDefined();
        expect(await other.claim('b', TTL_MS)).toBeDefined();
      });

      test('a released key can be claimed again', async () => {
        const claim = await one.claim('hook', TTL_MS);
        await claim?.release();
        expect(await other.claim('hook', TTL_MS)).toBeDefined();
      });

      test('a claim expires', async () => {
        await one.claim('hook', SHORT_MS);
        await stage.pass(SHORT_MS);
        expect(await other.claim('hook', TTL_MS)).toBeDefined();
      });

      test('a renewed claim gets its whole new lease', async () => {
        const claim = await one.claim('hook', SHORT_MS);
        await claim?.renew(TTL_MS);
        await stage.pass(SHORT_MS);
        expect(await other.claim('hook', TTL_MS)).toBeUndefined();
      });

      test('an owner that renews too late does not extend the next owner’s claim', async () => {
        const late = await one.claim('hook', SHORT_MS);
        await stage.pass(SHORT_MS);
        await other.claim('hook', SHORT_MS);
        await late?.renew(TTL_MS);
        await stage.pass(SHORT_MS);
        expect(await one.claim('hook', TTL_MS)).toBeDefined();
      });

      test('an owner that releases too late does not release the next owner’s claim', async () => {
        const late = await one.claim('hook', SHORT_MS);
        await stage.pass(SHORT_MS);
        await other.claim('hook', TTL_MS);
        await late?.release();
        expect(await one.claim('hook', TTL_MS)).toBeUndefined();
      });
    });

    describe('commits:', () => {
      const commit = { key: 'outcome', value: 'done', ttlMs: TTL_MS };
      const task = { list: 'later', task: { id: 't', payload: '{"ü":1}', dueInMs: 0 } };

      test('a commit sets the value, schedules the task and releases the claim', async () => {
        const claim = await one.claim('hook', TTL_MS);
        expect(await claim?.commit({ ...commit, tasks: [task] })).toBe(true);
        expect(await other.get('outcome')).toBe('done');
        expect(await other.takeDue('later', 10, TTL_MS)).toEqual([{ id: 't', payload: '{"ü":1}' }]);
        expect(await other.claim('hook', TTL_MS)).toBeDefined();
      });

      test('a commit can remove a task instead', async () => {
        await one.schedule('later', taskOf('t'));
        await one.schedule('later', taskOf('u'));
        const claim = await one.claim('hook', TTL_MS);
        const tasks = [{ list: 'later', finished: 't' }];
        expect(await claim?.commit({ ...commit, tasks })).toBe(true);
        expect(idsOf(await other.takeDue('later', 10, TTL_MS))).toEqual(['u']);
      });

      test('a commit changes several tasks of several lists', async () => {
        await one.schedule('later', taskOf('old'));
        const claim = await one.claim('hook', TTL_MS);
        const tasks = [
          { list: 'later', finished: 'old' },
          { list: 'later', task: taskOf('new') },
          { list: 'outbox', appended: taskOf('u') },
        ];
        expect(await claim?.commit({ ...commit, tasks })).toBe(true);
        expect(idsOf(await other.takeDue('later', 10, TTL_MS))).toEqual(['new']);
        expect(idsOf(await other.takeDue('outbox', 10, TTL_MS))).toEqual(['u']);
      });

      test('a commit deletes other values, together with the end of a task', async () => {
        await one.set('record', 'new', TTL_MS, [{ list: 'later', task: taskOf('t') }]);
        await one.set('kept', 'yes', TTL_MS);
        const claim = await one.claim('hook', TTL_MS);
        const tasks = [{ list: 'later', finished: 't' }];
        const deleted = ['record', 'unknown'];
        expect(await claim?.commit({ ...commit, tasks, deleted })).toBe(true);
        expect(await other.get('record')).toBeUndefined();
        expect([await other.get('outcome'), await other.get('kept')]).toEqual(['done', 'yes']);
        expect(await other.takeDue('later', 10, TTL_MS)).toEqual([]);
      });

      test('an owner whose claim expired commits nothing, even if the key is free', async () => {
        const late = await one.claim('hook', SHORT_MS);
        await stage.pass(SHORT_MS);
        expect(await late?.commit({ ...commit, tasks: [task] })).toBe(false);
        expect(await one.get('outcome')).toBeUndefined();
        expect(await one.takeDue('later', 10, TTL_MS)).toEqual([]);
      });

      test('an owner whose claim expired leaves the next owner’s claim alone', async () => {
        const late = await one.claim('hook', SHORT_MS);
        await stage.pass(SHORT_MS);
        const next = await other.claim('hook', TTL_MS);
        expect([await late?.commit(commit), await late?.renew(TTL_MS)]).toEqual([false, false]);
        expect([await next?.renew(TTL_MS), await next?.commit(commit)]).toEqual([true, true]);
      });
    });

    describe('tasks:', () => {
      test('a task is due when its time has come, in any replica', async () => {
        await one.schedule('list', taskOf('a', SHORT_MS));
        await one.schedule('list', taskOf('b', TTL_MS));
        expect(await other.takeDue('list', 10, TTL_MS)).toEqual([]);
        await stage.pass(SHORT_MS);
        expect(idsOf(await other.takeDue('list', 10, TTL_MS))).toEqual(['a']);
      });

      test('of replicas that take tasks at once, each task goes to one', async () => {
        for (let i = 0; i < 20; i += 1) await one.schedule('list', taskOf(`t${i}`));
        const taken = await Promise.all(
          stage.stores.map((store) => store.takeDue('list', 15, TTL_MS)),
        );
        expect(idsOf(taken.flat())).toHaveLength(20);
        expect(new Set(idsOf(taken.flat())).size).toBe(20);
      });

      test('a task that is not finished is due again when its lease ends', async () => {
        await one.schedule('list', taskOf('a'));
        await one.takeDue('list', 10, SHORT_MS);
        await stage.pass(SHORT_MS);
        expect(idsOf(await other.takeDue('list', 10, TTL_MS))).toEqual(['a']);
        expect(await one.takeDue('list', 10, TTL_MS)).toEqual([]);
      });

      test('a full list loses the tasks that are due last', async () => {
        for (let i = 0; i < MOST_TASKS; i += 1) {
          await one.schedule('list', taskOf(`later-${i}`, LATER_MS + i));
        }
        for (let i = 0; i < 5; i += 1) await one.schedule('list', taskOf(`now-${i}`));
        expect(idsOf(await one.takeDue('list', 5, TTL_MS)).map((id) => id.slice(0, 3))).toEqual(
          Array(5).fill('now'),
        );
        await stage.pass(LATER_MS + MOST_TASKS);
        const kept = idsOf(await one.takeDue('list', 1_000, TTL_MS));
        expect(kept.length).toBeLessThanOrEqual(MOST_TASKS - 5);
        expect(new Set(stage.fullLists)).toEqual(new Set(['list']));
        expect(stage.fullLists).toHaveLength(MOST_TASKS - kept.length);
        expect(kept).toEqual(kept.map((_, i) => `later-${i}`));
      });

      test('a released task is due now, with all of its lines', async () => {
        await one.schedule('list', taskOf('a', TTL_MS, 'first'));
        await one.set('v', '1', TTL_MS, [{ list: 'list', appended: taskOf('a', 0, 'second') }]);
        await other.release('list', 'a');
        await other.release('list', 'unknown');
        const due = await one.takeDue('list', 10, TTL_MS);
        expect(due).toEqual([{ id: 'a', payload: 'first\nsecond' }]);
      });

      test('a value whose task has no room in its list is not added', async () => {
        const add = (id: string) =>
          one.add(`value ${id}`, '1', TTL_MS, { tasks: [{ list: 'list', task: taskOf(id) }] });
        for (let i = 0; i < MOST_TASKS; i += 1) await add(`${i}`);
        await expect(add('more')).rejects.toMatchObject({ code: 'storage-unavailable' });
        expect(await other.get('value more')).toBeUndefined();
        expect(stage.fullLists).toEqual(['list']);
        expect(await one.read('list', { limit: 1_000 })).toHaveLength(MOST_TASKS);
        await one.finish('list', '0');
        expect(await add('more')).toBe(true);
      });

      test('a finished task is gone', async () => {
        await one.schedule('list', taskOf('a'));
        await one.takeDue('list', 10, SHORT_MS);
        await other.finish('list', 'a');
        await other.finish('list', 'unknown');
        await stage.pass(SHORT_MS);
        expect(await one.takeDue('list', 10, TTL_MS)).toEqual([]);
      });

      test('a task that is scheduled again replaces the first', async () => {
        await one.schedule('list', taskOf('a', 0, 'first'));
        await other.schedule('list', taskOf('a', SHORT_MS, 'second'));
        expect(await one.takeDue('list', 10, TTL_MS)).toEqual([]);
        await stage.pass(SHORT_MS);
        expect(await one.takeDue('list', 10, TTL_MS)).toEqual([{ id: 'a', payload: 'second' }]);
      });

      test('a line that is added to a task leaves when it is due', async () => {
        const add = (payload: string) =>
          one.set('v', '1', TTL_MS, [{ list: 'list', appended: taskOf('a', 0, payload) }]);
        await one.schedule('list', taskOf('a', SHORT_MS, 'first'));
        await add('ü');
        expect(await other.takeDue('list', 10, TTL_MS)).toEqual([]);
        await stage.pass(SHORT_MS);
        expect(await other.takeDue('list', 10, TTL_MS)).toEqual([{ id: 'a', payload: 'first\nü' }]);
        await add('last');
        expect(await one.takeDue('list', 10, TTL_MS)).toEqual([]);
        await one.finish('list', 'a');
        await add('new');
        expect(await other.takeDue('list', 10, TTL_MS)).toEqual([{ id: 'a', payload: 'new' }]);
      });

      test('a task is exchanged only while its payload is the one that was seen', async () => {
        await one.schedule('list', taskOf('a', 0, 'first'));
        expect(await other.exchange('list', 'a', 'second', undefined)).toBe('first');
        const next = { payload: 'second', dueInMs: 0 };
        expect(await other.exchange('list', 'a', 'first', next)).toBeUndefined();
        expect(await one.read('list', { limit: 10 })).toEqual([{ id: 'a', payload: 'second' }]);
        expect(await other.exchange('list', 'a', 'second', undefined)).toBeUndefined();
        expect(await one.exchange('list', 'a', 'second', next)).toBeUndefined();
        expect(await one.takeDue('list', 10, TTL_MS)).toEqual([]);
      });

      test('tasks can be read without taking them, by their IDs or by when they are due', async () => {
        for (const [i, id] of ['c', 'a', 'b'].entries()) {
          await one.schedule('list', taskOf(id, LATER_MS + i));
        }
        expect(idsOf(await other.read('list', { limit: 2 }))).toEqual(['c', 'a']);
        const ids = ['b', 'unknown', 'c'];
        expect(idsOf(await other.read('list', { limit: 10, ids }))).toEqual(['b', 'c']);
        expect(await other.read('list', { limit: 10, ids: [] })).toEqual([]);
        expect(await one.read('unknown', { limit: 10 })).toEqual([]);
      });

      test('lists are separate', async () => {
        await one.schedule('list', taskOf('a'));
        expect(await one.takeDue('other', 10, TTL_MS)).toEqual([]);
        await one.finish('other', 'a');
        expect(idsOf(await one.takeDue('list', 10, TTL_MS))).toEqual(['a']);
      });
    });

    describe('values:', () => {
      test('one replica reads the value that the other sets', async () => {
        await one.set('outcome', '{"text":"ü\\n\u0000"}', TTL_MS);
        expect(await other.get('outcome')).toBe('{"text":"ü\\n\u0000"}');
      });

      test('a key has no value before it is set', async () => {
        expect(await one.get('outcome')).toBeUndefined();
      });

      test('the last value wins, and an empty string is a value', async () => {
        await one.set('outcome', 'first', TTL_MS);
        await other.set('outcome', '', TTL_MS);
        expect(await one.get('outcome')).toBe('');
      });

      test('a value is set together with a task, or with the end of one', async () => {
        await one.set('outcome', 'new', TTL_MS, [{ list: 'later', task: taskOf('t') }]);
        expect(await other.get('outcome')).toBe('new');
        expect(idsOf(await other.takeDue('later', 10, 0))).toEqual(['t']);
        await one.set('outcome', 'old', TTL_MS, [{ list: 'later', finished: 't' }]);
        expect(await other.get('outcome')).toBe('old');
        await stage.pass(SHORT_MS);
        expect(await other.takeDue('later', 10, TTL_MS)).toEqual([]);
      });

      test('a value is added only if neither it nor another one exists, together with its tasks', async () => {
        const unless = ['end', 'other end'];
        const add = (id: string) =>
          one.add('record', id, TTL_MS, { unless, tasks: [{ list: 'later', task: taskOf(id) }] });
        await other.set('end', 'done', TTL_MS);
        expect(await add('a')).toBe(false);
        await other.delete('end');
        expect(await add('b')).toBe(true);
        expect(await add('c')).toBe(false);
        expect(await other.get('record')).toBe('b');
        expect(idsOf(await other.takeDue('later', 10, TTL_MS))).toEqual(['b']);
        expect(await one.add('alone', 'x', SHORT_MS)).toBe(true);
        expect(await other.add('alone', 'y', TTL_MS)).toBe(false);
        await stage.pass(SHORT_MS);
        expect(await other.add('alone', 'z', TTL_MS)).toBe(true);
      });

      test('all replicas name the same epoch', async () => {
        const epoch = await one.epoch();
        expect(epoch).toMatch(/./);
        expect(await other.epoch()).toBe(epoch);
      });

      test('a value expires', async () => {
        await one.set('outcome', 'refused', SHORT_MS);
        await stage.pass(SHORT_MS);
        expect(await one.get('outcome')).toBeUndefined();
      });

      test('a claim, a value and a counter of one key are independent', async () => {
        await one.claim('same', TTL_MS);
        await one.count('same', 3, TTL_MS);
        expect(await one.get('same')).toBeUndefined();
        await one.set('same', 'value', TTL_MS);
        expect(await one.claim('same', TTL_MS)).toBeUndefined();
        expect((await one.count('same', 1, TTL_MS)).total).toBe(4);
      });
    });

    describe('deleting:', () => {
      test('a deleted value is gone for all replicas', async () => {
        await one.set('outcome', 'x', TTL_MS);
        await other.delete('outcome');
        await other.delete('unknown');
        expect(await one.get('outcome')).toBeUndefined();
      });
    });

    describe('counters:', () => {
      test('concurrent additions of both replicas all count', async () => {
        await Promise.all(
          Array.from({ length: 100 }, (_, i) =>
            stage.stores[i % 2 === 0 ? 0 : 1].count('n', 3, TTL_MS),
          ),
        );
        expect((await one.count('n', 0, TTL_MS)).total).toBe(300);
      });

      test('a counter that has not started reads as 0', async () => {
        expect((await one.count('n', 0, TTL_MS)).total).toBe(0);
      });

      test('more counts do not extend a window', async () => {
        const first = await one.count('n', 1, TTL_MS);
        expect(first.endsInMs).toBeGreaterThan(0);
        expect(first.endsInMs).toBeLessThanOrEqual(TTL_MS);
        const second = await other.count('n', 1, 10 * TTL_MS);
        expect(second.endsInMs).toBeLessThanOrEqual(first.endsInMs);
      });

      test('a new window starts at 0', async () => {
        await one.count('n', 5, SHORT_MS);
        await stage.pass(SHORT_MS);
        expect((await other.count('n', 1, TTL_MS)).total).toBe(1);
      });

      test('byte counts beyond 32 bits are exact', async () => {
        await one.count('n', 2 ** 50 + 1, TTL_MS);
        expect((await other.count('n', 2 ** 50 + 1, TTL_MS)).total).toBe(2 ** 51 + 2);
      });
    });

    describe('reservations:', () => {
      const today = { name: '2026-11-21', endsInMs: TTL_MS };
      const upload = (id: string, bytes: number, ttlMs = TTL_MS) => ({ id, bytes, ttlMs });

      test('when callers on both replicas race, only as many reserve as the limit allows', async () => {
        const limits = { openUploads: 7 };
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, i) =>
            stage.stores[i % 2 === 0 ? 0 : 1].reserve('a', upload(`u${i}`, 1), today, limits),
          ),
        );
        expect(answers.filter((exceeded) => exceeded === undefined)).toHaveLength(7);
        expect(answers.filter((exceeded) => exceeded === 'openUploads')).toHaveLength(33);
      });

      test('a reservation beyond a limit is refused, and changes nothing', async () => {
        const limits = { openUploads: 3, bytesInFlight: 100, bytesPerDay: 150 };
        expect(await one.reserve('a', upload('u1', 60), today, limits)).toBeUndefined();
        expect(await other.reserve('a', upload('u2', 41), today, limits)).toBe('bytesInFlight');
        expect(await one.reserve('a', upload('u3', 40), today, limits)).toBeUndefined();
        expect(await other.reserve('a', upload('u4', 0), today, limits)).toBeUndefined();
        expect(await other.reserve('a', upload('u5', 0), today, limits)).toBe('openUploads');
        await one.unreserve('a', 'u1', today, false);
        expect(await one.reserve('a', upload('u6', 51), today, limits)).toBe('bytesPerDay');
        expect(await one.reserve('a', upload('u7', 50), today, limits)).toBeUndefined();
      });

      test('accounts do not share their limits', async () => {
        const limits = { openUploads: 1, bytesInFlight: 1, bytesPerDay: 1 };
        expect(await one.reserve('a', upload('u', 1), today, limits)).toBeUndefined();
        expect(await one.reserve('b', upload('u', 1), today, limits)).toBeUndefined();
      });

      test('an absent limit limits nothing', async () => {
        const huge = Number.MAX_SAFE_INTEGER;
        expect(await one.reserve('a', upload('u1', huge), today, {})).toBeUndefined();
        expect(
          await one.reserve('b', upload('u1', huge), today, { bytesInFlight: huge }),
        ).toBeUndefined();
        expect(await one.reserve('b', upload('u2', 1), today, { bytesInFlight: huge })).toBe(
          'bytesInFlight',
        );
      });

      test('a repeated reservation counts once, even if the account is full', async () => {
        const limits = { openUploads: 1, bytesInFlight: 10, bytesPerDay: 10 };
        for (const store of stage.stores) {
          expect(await store.reserve('a', upload('u', 10), today, limits)).toBeUndefined();
        }
        await one.unreserve('a', 'u', today, true);
        expect(await one.reserve('a', upload('u2', 10), today, limits)).toBeUndefined();
      });

      test('a repeated reservation extends its lifetime, and never shortens it', async () => {
        const limits = { openUploads: 1 };
        await one.reserve('a', upload('u', 1, SHORT_MS), today, limits);
        await one.reserve('a', upload('u', 1, TTL_MS), today, limits);
        await one.reserve('a', upload('u', 1, 1), today, limits);
        await stage.pass(SHORT_MS);
        expect(await other.reserve('a', upload('u2', 1), today, limits)).toBe('openUploads');
      });

      test('releasing a reservation is idempotent', async () => {
        const limits = { openUploads: 2, bytesInFlight: 20 };
        await one.reserve('a', upload('u1', 10), today, limits);
        await one.reserve('a', upload('u2', 10), today, limits);
        for (const store of [one, other, one]) await store.unreserve('a', 'u1', today, false);
        await one.unreserve('a', 'unknown', today, true);
        expect(await one.reserve('a', upload('u3', 10), today, limits)).toBeUndefined();
        expect(await one.reserve('a', upload('u4', 0), today, limits)).toBe('openUploads');
      });

      test('an unreleased reservation expires, and its bytes of the day stay counted', async () => {
        const limits = { openUploads: 2, bytesInFlight: 10, bytesPerDay: 15 };
        await one.reserve('a', upload('stays', 0), today, limits);
        await one.reserve('a', upload('u1', 10, SHORT_MS), today, limits);
        await stage.pass(SHORT_MS);
        expect(await other.reserve('a', upload('u2', 6), today, limits)).toBe('bytesPerDay');
        expect(await other.reserve('a', upload('u3', 5), today, limits)).toBeUndefined();
      });

      test('an expired reservation of 0 bytes stops no other', async () => {
        const limits = { openUploads: 2, bytesInFlight: 10 };
        await one.reserve('a', upload('stays', 1), today, limits);
        await one.reserve('a', upload('empty', 0, SHORT_MS), today, limits);
        await stage.pass(SHORT_MS);
        expect(await other.reserve('a', upload('next', 9), today, limits)).toBeUndefined();
        await one.reserve('b', upload('empty', 0), today, limits);
        await one.unreserve('b', 'empty', today, true);
      });

      test('a reservation is refunded only on the day it was made', async () => {
        const limits = { bytesPerDay: 10 };
        const tomorrow = { name: '2026-11-22', endsInMs: TTL_MS };
        await one.reserve('a', upload('u1', 10), today, limits);
        await one.reserve('a', upload('u2', 10), tomorrow, limits);
        await other.unreserve('a', 'u1', tomorrow, true);
        expect(await one.reserve('a', upload('u3', 1), tomorrow, limits)).toBe('bytesPerDay');
        await other.unreserve('a', 'u2', tomorrow, true);
        expect(await one.reserve('a', upload('u3', 10), tomorrow, limits)).toBeUndefined();
      });
    });
  });
}
