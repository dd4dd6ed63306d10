import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Work that ends when the test says so. */
function createWork() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    work: (name: string) => () => {
      started.push(name);
      return new Promise<string>((resolve) => {
        ends.set(name, () => resolve(name));
      });
    },
    end: (name: string) => ends.get(name)?.(),
  };
}

test('calls beyond the limit wait for those of their own caller, and other callers do not', async () => {
  const turns = createTurns({ atOnce: 2, waiting: 10, waitMs: 60_000 });
  const { started, work, end } = createWork();
  const alice = ['a1', 'a2', 'a3', 'a4'].map((name) => turns.run('alice', work(name)));
  const bob = turns.run('bob', work('b1'));
  expect(started).toEqual(['a1', 'a2', 'b1']);
  end('b1');
  expect(await bob).toBe('b1');
  end('a2');
  expect(await alice[1]).toBe('a2');
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3']);
  for (const name of ['a1', 'a3']) end(name);
  expect([await alice[0], await alice[2]]).toEqual(['a1', 'a3']);
  end('a4');
  expect(await alice[3]).toBe('a4');
});

test('a call that fails hands its turn over', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1, waitMs: 60_000 });
  const failing = turns.run('alice', () => Promise.reject(new Error('broken')));
  const next = turns.run('alice', async () => 'next');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('next');
});

test('a call that would be one too many to wait is refused at once', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1, waitMs: 60_000 });
  const { work, end } = createWork();
  const all = ['a1', 'a2'].map((name) => turns.run('alice', work(name)));
  await expect(turns.run('alice', work('a3'))).rejects.toMatchObject({
    code: 'rate-limited',
    retryAfterMs: 1_000,
  });
  end('a1');
  await all[0];
  end('a2');
  await all[1];
});

test('a call that has waited too long is refused, and its turn goes to the next', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 2, waitMs: 1 });
  const { started, work, end } = createWork();
  const first = turns.run('alice', work('a1'));
  await expect(turns.run('alice', work('a2'))).rejects.toMatchObject({ code: 'rate-limited' });
  end('a1');
  await first;
  const last = turns.run('alice', work('a3'));
  end('a3');
  expect(await last).toBe('a3');
  expect(started).toEqual(['a1', 'a3']);
});
