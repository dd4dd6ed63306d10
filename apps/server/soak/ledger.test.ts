import { expect, test } from 'vitest';
import { createLedger } from './ledger.ts';

const object = { etag: '"1"', size: 1 };

test('the bucket must hold the objects that callers were told of, and no others', () => {
  const ledger = createLedger();
  ledger.tell('kept', 'object', object);
  ledger.tell('aborted', 'no object', object);
  ledger.tell('deleted', 'object', object);
  ledger.forget('deleted');
  expect([...ledger.expected.keys()]).toEqual(['kept']);
  expect(ledger.faults).toEqual([]);
});

test('clients of one upload that hear different ends are a broken promise', () => {
  const ledger = createLedger();
  ledger.tell('a', 'object', object);
  ledger.tell('a', 'object', object);
  expect(ledger.faults).toEqual([]);
  ledger.tell('a', 'no object', object);
  expect(ledger.faults).toEqual(['a: clients heard different ends']);
});

test('a client that asks again after the owner deleted the object does not bring it back', () => {
  const ledger = createLedger();
  ledger.tell('a', 'object', object);
  ledger.forget('a');
  ledger.tell('a', 'object', object);
  expect(ledger.expected.size).toBe(0);
});
