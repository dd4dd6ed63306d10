import * as core from '@slipway/core';
import * as protocol from '@slipway/protocol';
import { expect, test } from 'vitest';
import * as page from '../../testing/one-page.ts';
import * as admin from '../admin.ts';

test('core, protocol and the console give one meaning to each name, so pages need no alias', () => {
  // The compiler checks types. `export *` drops a value whose name has two meanings, and this test notices that.
  const names = [core, protocol, admin].flatMap((exports) => Object.keys(exports));
  expect(Object.keys(page).sort()).toEqual([...new Set(names)].sort());
});
