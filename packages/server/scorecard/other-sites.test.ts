import { ADMIN_ROUTES, ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../testing/admin-stack.ts';

const PATHS = [...Object.values(ROUTES), ...Object.values(ADMIN_ROUTES)];
const CALLER = { 'x-user': 'alice', 'x-admin': 'root' };
/** What browsers send with a request that a page causes without a script. */
const IMAGE = { 'sec-fetch-dest': 'image' };
const LINK = { 'sec-fetch-dest': 'document' };
const FRAME = { 'sec-fetch-dest': 'iframe' };

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: AdminStack;
  beforeAll(async () => {
    const allowedOrigins = ['https://friend.example'];
    stack = await startAdminStack({ allowedOrigins, describeConfiguration: () => [] }, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => stack.forget());

  const ask = (path: string, method: string, headers: object) =>
    fetch(`${stack.url}${path}`, { method, headers: { ...CALLER, ...headers } });

  test.each(PATHS)('S31 %s refuses images, links and frames of other sites', async (path) => {
    for (const site of ['cross-site', 'same-site']) {
      for (const kind of [IMAGE, LINK, FRAME]) {
        for (const method of ['GET', 'HEAD', 'POST']) {
          const answer = await ask(path, method, { ...kind, 'sec-fetch-site': site });
          expect([method, site, answer.status]).toEqual([method, site, 403]);
          expect(answer.headers.get('access-control-allow-origin')).toBeNull();
        }
      }
    }
    expect(stack.operations()).toEqual([]);
  });

  test('S31 no GET route changes anything', async () => {
    const upload = await stack.begin('uploads/a', [1]);
    await stack.put('uploads/b');
    stack.forget();
    const query = new URLSearchParams(upload).toString();
    const statuses: number[] = [];
    for (const path of PATHS) {
      for (const search of ['', `?${query}`, '?details=true&download=true', '?held=true']) {
        statuses.push((await ask(path + search, 'GET', { 'sec-fetch-site': 'none' })).status);
      }
    }
    expect(statuses).toContain(200);
    const kinds = stack.operations().map((name) => /^[A-Z][a-z]+/.exec(name)?.[0]);
    expect(kinds.length).toBeGreaterThan(0);
    for (const kind of kinds) expect(['Get', 'Head', 'List']).toContain(kind);
  });

  test.each([
    ['a page of the own origin', { 'sec-fetch-site': 'same-origin' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a client that is no browser', {}],
    ['an allowed page', { 'sec-fetch-site': 'cross-site', origin: 'https://friend.example' }],
  ])('S31 %s is served', async (_name, headers) => {
    expect((await ask(ROUTES.policy, 'GET', headers)).status).toBe(200);
    expect((await ask(ADMIN_ROUTES.listUploads, 'GET', headers)).status).toBe(200);
  });
});
