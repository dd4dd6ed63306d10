import type { PresignedPart } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { createPageShare } from './page-share.ts';
import { relativeSpeed } from './relative-speed.ts';
import { createWays } from './ways.ts';

function setUp() {
  const budgets: number[] = [];
  const share = createPageShare({ users: new Set() }, { isActive: () => true, poke() {} });
  const ways = createWays(6, share, (budget) => budgets.push(budget));
  const take = (part: PresignedPart) => {
    const way = ways.take(part);
    if (!way) throw new Error('No connection is free.');
    return way;
  };
  return { budgets, ways, take };
}

const partAt = (host: string, more: Partial<PresignedPart> = {}): PresignedPart => ({
  partNumber: 1,
  url: `https://${host}/key?signature`,
  headers: {},
  expiresInSeconds: 900,
  ...more,
});
const plain = partAt('a.test');
const split = partAt('a.test', { credentialsAllowed: true });
const other = partAt('b.test', { otherHost: true });

test('one address has as many connections as browsers open to a host', () => {
  const { ways, take, budgets } = setUp();
  for (let i = 0; i < 6; i++) expect(take(plain).credentials).toBe(false);
  expect(ways.isFree(plain)).toBe(false);
  expect(budgets.at(-1)).toBe(6);
});

test('the next part gets the connection that became idle last, whose speed is known', () => {
  const { ways, take } = setUp();
  const fast = take(plain);
  const slow = take(plain);
  expect(relativeSpeed(ways.next(plain), ways.known)).toBeUndefined();
  fast.carried(300, 1);
  slow.carried(100, 1);

  slow.release(true);
  expect(relativeSpeed(ways.next(plain), ways.known)).toBe(0.5);
  fast.release(true);
  expect(relativeSpeed(ways.next(plain), ways.known)).toBe(1.5);
  take(plain);
  expect(relativeSpeed(ways.next(plain), ways.known)).toBe(0.5);
});

test('nothing is known about the connection that follows a broken one', () => {
  const { ways, take } = setUp();
  const way = take(plain);
  way.carried(300, 1);
  way.release(false);
  expect(relativeSpeed(ways.next(plain), ways.known)).toBeUndefined();
});

test('a second way starts with one request, and gets as many connections as the first if that works', () => {
  const { ways, take, budgets } = setUp();
  const trial = take(other);
  expect(trial.unproven).toBe(true);
  expect(ways.isFree(other)).toBe(false);

  trial.prove();

  expect(budgets.at(-1)).toBe(12);
  for (let i = 0; i < 5; i++) take(other);
  expect(ways.isFree(other)).toBe(false);
});

test('while credentials are on trial, half of the first way stays free for preflights', () => {
  const { ways, take, budgets } = setUp();
  const trial = take(split);
  expect(trial.credentials).toBe(true);
  for (let i = 0; i < 3; i++) expect(take(split).credentials).toBe(false);
  expect(ways.isFree(split)).toBe(false);

  trial.prove();

  expect(budgets.at(-1)).toBe(12);
  const taken = Array.from({ length: 8 }, () => take(split).credentials);
  expect(taken.filter((credentials) => credentials)).toHaveLength(5);
  expect(ways.isFree(split)).toBe(false);
});

test('a way whose first request gets no answer is never used again', () => {
  const { ways, take, budgets } = setUp();
  const trial = take(split);
  expect(trial.unproven).toBe(true);

  trial.release(false);

  for (let i = 0; i < 6; i++) expect(take(split).credentials).toBe(false);
  expect(ways.isFree(split)).toBe(false);
  expect(budgets.at(-1)).toBe(6);
});

test('an error as the answer proves a way, too', () => {
  const { take, budgets } = setUp();
  take(other).release(true);
  expect(budgets.at(-1)).toBe(12);
});

test('a host that does not answer gets no more URLs, and its URLs are not used', () => {
  const { ways, take } = setUp();
  expect(ways.otherHosts).toBe(true);
  take(other).release(false);
  expect(ways.otherHosts).toBe(false);
  expect(ways.leads(other)).toBe(false);
  expect(ways.leads(plain)).toBe(true);
});

test('a way that stops answering is dropped after three requests in a row', () => {
  const { ways, take } = setUp();
  take(other).release(true);
  for (const answered of [false, false, true, false, false]) take(other).release(answered);
  expect(ways.leads(other)).toBe(true);
  take(other).release(false);
  expect(ways.leads(other)).toBe(false);
});

test('the first address is never dropped, because there is no other', () => {
  const { ways, take } = setUp();
  for (let i = 0; i < 20; i++) take(plain).release(false);
  expect(ways.isFree(plain)).toBe(true);
});

test('an aborted request says nothing about its way', () => {
  const { ways, take } = setUp();
  take(other).release(undefined);
  expect(ways.leads(other)).toBe(true);
  expect(take(other).unproven).toBe(true);
});

test('forms use the first way while another one is on trial', () => {
  const { take } = setUp();
  const form = partAt('a.test', { credentialsAllowed: true, fields: {} });
  const taken = Array.from({ length: 7 }, () => take(form).credentials);
  expect(taken.filter((credentials) => credentials)).toHaveLength(1);
});

test('forms may wait inside the browser for a connection', () => {
  const { ways, take } = setUp();
  const form = partAt('a.test', { fields: {} });
  for (let i = 0; i < 8; i++) take(form);
  expect(ways.isFree(form)).toBe(false);
  expect(ways.isFree(plain)).toBe(false);
});
