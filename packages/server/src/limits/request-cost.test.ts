import { expect, test } from 'vitest';
import { requestCost } from './request-cost.ts';

const parts = [{ partNumber: 1 }, { partNumber: 2 }];

test.each([
  ['the policy', undefined, { uploads: 0, parts: 0 }],
  ['a create', { files: [{}, {}, {}] }, { uploads: 3, parts: 0 }],
  ['a create with first parts', { files: [{ parts }, {}] }, { uploads: 2, parts: 2 }],
  [
    'presigning, which does not call S3',
    { uploads: [{ parts }, { parts }] },
    { uploads: 0, parts: 24 },
  ],
  ['a complete or abort', { uploads: [{ token: 'a' }, { token: 'b' }] }, { uploads: 2, parts: 0 }],
  ['a list of parts', { token: 'a' }, { uploads: 0, parts: 0 }],
  ['nonsense', { files: 3, uploads: [null, 'x', { parts: {} }] }, { uploads: 3, parts: 0 }],
  ['a text', 'files', { uploads: 0, parts: 0 }],
])('%s costs the work it causes for S3 and the signer', (_name, body, cost) => {
  expect(requestCost(body, cost.parts === 24)).toEqual(cost);
});

test('an abort with parts in one item still costs uploads', () => {
  const body = { uploads: [{ token: 'a' }, { token: 'b', parts }] };
  expect(requestCost(body, false).uploads).toBe(2);
});
