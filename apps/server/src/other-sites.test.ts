import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBackend, type TestBackend } from '../testing/start-backend.ts';

const IMAGE = { 'sec-fetch-dest': 'image' };
const LINK = { 'sec-fetch-dest': 'document' };
const FRAME = { 'sec-fetch-dest': 'iframe' };

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.close());

const statusOf = async (path: string, site: string, kind: object) => {
  const headers = { 'sec-fetch-site': site, ...kind };
  return (await fetch(backend.url + path, { headers })).status;
};

const ROUTES = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/demo/library'];

test.each([...ROUTES, '/api/policy', '/api/admin/uploads', '/api/admin/doctor'])(
  'S31 GET %s refuses images and frames of other sites',
  async (path) => {
    for (const site of ['cross-site', 'same-site']) {
      expect(await statusOf(path, site, IMAGE)).toBe(403);
      expect(await statusOf(path, site, FRAME)).toBe(403);
    }
  },
);

test.each(ROUTES)('S31 GET %s serves clients that are no browsers, and links', async (path) => {
  expect(await statusOf(path, 'none', LINK)).toBe(200);
  expect(await statusOf(path, 'cross-site', LINK)).toBe(200);
  expect((await fetch(backend.url + path)).status).toBe(200);
});

test('S31 a form of another site is refused', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', ...LINK };
  const answer = await fetch(`${backend.url}/demo/requests`, { method: 'POST', headers });
  expect(answer.status).toBe(403);
});

test('S31 links of other sites lead to the pages', async () => {
  const plain = (await fetch(`${backend.url}/upload`)).status;
  expect(await statusOf('/upload', 'cross-site', LINK)).toBe(plain);
  expect(plain).not.toBe(403);
});
