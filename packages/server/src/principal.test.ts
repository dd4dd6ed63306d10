import { expect, test } from 'vitest';
import { findTenantFault } from './keys/object-key.ts';
import { hasLookalikes } from './principal.ts';

test.each([
  ' alice',
  'alice ',
  'ali  ce',
  'ali\u00A0ce',
  'ali\u3000ce',
  'ali\u2028ce',
  'ali\u200Bce',
  'ali\u00ADce',
  'ali\u202Ece',
  'ali\u2800ce',
  'ali\u3164ce',
  'ali\nce',
  'ali\0ce',
  'ali\uD800ce',
  'e\u0301lodie',
])('%j looks like another name, as a subject and as a tenant', (name) => {
  expect(hasLookalikes(name)).toBe(true);
  expect(findTenantFault(name)).toBeDefined();
});

test.each(['alice', 'Élodie à Paris', '山田 太郎', 'auth0|5f7c', 'ada@example.com', '🦉'])(
  '%j looks like no other name',
  (name) => {
    expect(hasLookalikes(name)).toBe(false);
    expect(findTenantFault(name)).toBeUndefined();
  },
);
