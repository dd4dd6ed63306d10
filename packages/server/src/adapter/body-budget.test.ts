import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createBodyBudget } from './body-budget.ts';

const ALICE = { subject: 'alice' };
const BOB = { subject: 'bob' };
const tooMuch = expect.objectContaining({ code: 'rate-limited', retryAfterMs: 1_000 });

test('a caller may send four of the largest bodies at once', () => {
  const budget = createBodyBudget(MiB);
  const releases = [1, 2, 3, 4].map(() => budget.take(ALICE, MiB));
  expect(() => budget.take(ALICE, 1)).toThrow(tooMuch);
  budget.take(BOB, MiB);
  releases[0]?.();
  budget.take(ALICE, MiB);
});

test('small bodies count too, and many of them fit', () => {
  const budget = createBodyBudget(2 * MiB);
  for (let body = 0; body < 512; body += 1) budget.take(ALICE, 10);
  expect(() => budget.take(ALICE, 10)).toThrow(tooMuch);
});

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({}, adapter);
  });
  afterAll(() => stack.close());

  /** Sends the head and the start of a large body. */
  function startLarge(user: string, framing: Record<string, string>): ClientRequest {
    const sent = request(`${stack.url}${ROUTES.create}`, {
      method: 'POST',
      agent: false,
      headers: { 'x-user': user, 'content-type': 'application/json', ...framing },
    });
    sent.on('error', () => {}); // The test breaks the request off.
    sent.write('{"files":[');
    return sent;
  }

  const statusFor = async (user: string) =>
    (await stack.call('create', { files: [] }, { 'x-user': user })).status;

  test.each([
    ['that tell their length', { 'content-length': String(2 * MiB) }],
    ['that come in chunks', { 'transfer-encoding': 'chunked' }],
  ])('S34 of many large bodies %s, a caller has four read at once', async (_how, framing) => {
    const answers: IncomingMessage[] = [];
    const sent = Array.from({ length: 12 }, () => startLarge('alice', framing));
    for (const one of sent) one.on('response', (answer) => answers.push(answer));
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(8);
    for (const { statusCode, headers } of answers) {
      expect([statusCode, headers['retry-after']]).toEqual([429, '1']);
    }
    // The four hold the caller's share, and no other caller's.
    expect(await statusFor('alice')).toBe(429);
    expect(await statusFor('bob')).toBe(400);
    for (const one of sent) one.destroy();
    await expect.poll(() => statusFor('alice'), { timeout: 10_000 }).toBe(400);
  });

  test('S34 a body that is complete releases its share', async () => {
    for (let body = 0; body < 10; body += 1) {
      const sent = startLarge('carol', { 'content-length': String(MiB) });
      sent.end(' '.repeat(MiB - 10));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      expect(answer.statusCode).toBe(400);
      answer.resume();
    }
  });
});
