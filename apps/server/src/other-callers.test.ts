import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBackend, type TestBackend } from '../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../testing/upload-file.ts';

const MiB = 1024 ** 2;
const secret = 'a secret of more than thirty-two bytes';

let backend: TestBackend;
/** What no response to another caller may mention. */
const ofAlice: string[] = ['alice'];
beforeAll(async () => {
  backend = await startTestBackend({
    SLIPWAY_JWT_SECRET: secret,
    SLIPWAY_ADMIN_GROUP: 'operators',
    SLIPWAY_RATE_REFUSALS: 'off',
  });
  const { url } = backend;
  const alice = await bearerOf('alice');
  const finished = await createFile(url, 5, alice);
  const [{ token, objectKey, parts }] = finished.body.uploads;
  await putPart(parts[0], new Uint8Array(5), url);
  const completed = await callApi(url, 'uploads/complete', { uploads: [{ token }] }, alice);
  expect(completed.status).toBe(200);
  const unfinished = await createFile(url, 6 * MiB, alice);
  ofAlice.push(objectKey, unfinished.body.uploads[0].objectKey, 'a.txt', token);
});
afterAll(() => backend.close());

async function bearerOf(sub: string, groups: readonly string[] = []) {
  const jwt = new SignJWT({ sub, tenant: 'acme', groups: [...groups] })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5 min');
  return { authorization: `Bearer ${await jwt.sign(new TextEncoder().encode(secret))}` };
}

/** Every GET route of the backend, with and without queries. */
async function getRoutes(): Promise<string[]> {
  const { paths } = await (await fetch(`${backend.url}/openapi.json`)).json();
  const api = Object.entries<object>(paths).flatMap(([path, methods]) =>
    'get' in methods ? [`/api${path}`] : [],
  );
  const own = ['/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/demo/library'];
  const queries = ['', '?held=true', '?details=true&download=true', '?owner=alice'];
  return [...api, ...own].flatMap((path) => queries.map((query) => path + query));
}

test('S26 another caller of the same tenant sees nothing of an upload, by any GET route', async () => {
  const routes = await getRoutes();
  expect(routes).toContain('/api/admin/objects');
  for (const headers of [await bearerOf('bob'), {}]) {
    for (const route of routes) {
      const answer = await fetch(backend.url + route, { headers });
      const text = await answer.text();
      // The description has examples of its own.
      if (route.startsWith('/openapi.json')) continue;
      for (const word of ofAlice) expect(text, route).not.toContain(word);
    }
  }
});

test('S26 an admin sees the upload, so the test above would notice it', async () => {
  const headers = await bearerOf('root', ['operators']);
  const texts = await Promise.all(
    ['objects', 'uploads'].map(async (list) =>
      (await fetch(`${backend.url}/api/admin/${list}`, { headers })).text(),
    ),
  );
  expect(texts[0]).toContain(ofAlice[1]);
  expect(texts[1]).toContain(ofAlice[2]);
});
