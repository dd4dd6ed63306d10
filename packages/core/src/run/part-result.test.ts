import { expect, test } from 'vitest';
import type { Way } from '../queue/ways.ts';
import type { PartOutcome } from '../retry/classify.ts';
import { judge } from './part-result.ts';

const answer = (status: number, body = '') => ({
  status,
  body,
  etag: '"a"',
  retryAfterMs: undefined,
  sent: true,
  loaded: 1,
});

const no = { ...answer(0), etag: undefined };

function wayOf(unproven: boolean) {
  const released: (boolean | undefined)[] = [];
  const way: Way = {
    credentials: false,
    main: !unproven,
    unproven,
    prove() {},
    carried() {},
    release: (answered) => released.push(answered),
  };
  return { way, released };
}

test.each<[string, PartOutcome, 'done' | 'again' | 'recover', boolean]>([
  ['an answer of 200', answer(200), 'done', true],
  ['an answer of 204', answer(204), 'done', true],
  ['an answer of 403', answer(403), 'recover', true],
  ['an answer of 503', answer(503, '<Code>SlowDown</Code>'), 'recover', true],
  ['a broken connection', no, 'recover', false],
  ['silence', 'stalled', 'recover', false],
])('over a proven way, %s is judged: %s', (_, outcome, kind, answered) => {
  const { way, released } = wayOf(false);
  expect(judge(outcome, way)).toMatchObject({ kind });
  expect(released).toEqual([answered]);
});

test.each<[string, PartOutcome, 'done' | 'again' | 'recover']>([
  ['an answer of 200', answer(200), 'done'],
  ['an answer of 403', answer(403), 'recover'],
  ['a broken connection', no, 'again'],
  ['silence', 'stalled', 'again'],
])('over a way on trial, %s is judged: %s', (_, outcome, kind) => {
  expect(judge(outcome, wayOf(true).way)).toMatchObject({ kind });
});

test('the result of a sent part has its ETag, and that of a lost part has the verdict', () => {
  const { way } = wayOf(false);
  expect(judge(answer(200), way)).toEqual({ kind: 'done', etag: '"a"' });
  expect(judge(answer(404), way)).toMatchObject({ verdict: { remedy: 'ask' } });
});
