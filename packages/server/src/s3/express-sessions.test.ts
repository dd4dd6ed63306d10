import { expect, test } from 'vitest';
import { createExpressSessions, type ExpressSession } from './express-sessions.ts';

const MINUTE = 60_000;

/** Sessions from a scripted S3, with a clock that the test sets. */
function start() {
  const clock = { nowMs: 0 };
  const made: string[] = [];
  const s3: { fault: Error | undefined } = { fault: undefined };
  const create = async (bucket: string): Promise<ExpressSession> => {
    made.push(bucket);
    if (s3.fault) throw s3.fault;
    const accessKeyId = `${bucket}-${made.length}`;
    const expiration = new Date(clock.nowMs + 5 * MINUTE);
    return { accessKeyId, secretAccessKey: 's', sessionToken: 't', expiration };
  };
  const sessions = createExpressSessions({ create, now: () => clock.nowMs });
  return { clock, made, s3, keyOf: async (bucket: string) => (await sessions(bucket)).accessKeyId };
}

test('a session is used for the first half of its five minutes', async () => {
  const { clock, keyOf } = start();
  expect(await keyOf('a')).toBe('a-1');
  clock.nowMs = 2.5 * MINUTE;
  expect(await keyOf('a')).toBe('a-1');
  clock.nowMs += 1;
  expect(await keyOf('a')).toBe('a-2');
  expect(await keyOf('a')).toBe('a-2');
});

test('each bucket has its own session', async () => {
  const { keyOf, made } = start();
  await keyOf('a');
  await keyOf('b');
  await keyOf('a');
  expect(made).toEqual(['a', 'b']);
});

test('concurrent requests share one session', async () => {
  const { keyOf, made, clock } = start();
  const keys = await Promise.all([keyOf('a'), keyOf('a'), keyOf('a')]);
  expect(keys).toEqual(['a-1', 'a-1', 'a-1']);
  clock.nowMs = 4 * MINUTE;
  expect(await Promise.all([keyOf('a'), keyOf('a')])).toEqual(['a-2', 'a-2']);
  expect(made).toHaveLength(2);
});

test('a session that cannot be renewed is used until it expires, then requests fail', async () => {
  const { keyOf, clock, s3 } = start();
  await keyOf('a');
  s3.fault = new Error('SlowDown');
  clock.nowMs = 5 * MINUTE - 1;
  expect(await keyOf('a')).toBe('a-1');
  clock.nowMs = 5 * MINUTE;
  await expect(keyOf('a')).rejects.toThrow('SlowDown');
  s3.fault = undefined;
  expect(await keyOf('a')).toBe('a-4');
});
