import { SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { startTestBackend, startTestStore, type TestBackend } from '../../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../../testing/upload-file.ts';

const MiB = 1024 ** 2;
const jwtSecret = 'a secret of more than thirty-two bytes';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0).reverse()) await one.close();
  vi.unstubAllEnvs();
});

async function start(env: Record<string, string> = {}): Promise<TestBackend> {
  const backend = await startTestBackend(env);
  toClose.push(backend);
  return backend;
}

test('the log of a full run, failures included, holds no token, signature, URL or secret', async () => {
  const store = await startTestStore();
  toClose.push(store);
  for (const [name, value] of Object.entries(store.sdkEnv)) vi.stubEnv(name, value);
  const backend = await start({
    ...store.env,
    SLIPWAY_JWT_SECRET: jwtSecret,
    SLIPWAY_LOG_LEVEL: 'debug',
  });
  const { url } = backend;
  const jwt = await new SignJWT({ sub: 'alice', tenant: 'acme' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5 min')
    .sign(new TextEncoder().encode(jwtSecret));
  const headers = { authorization: `Bearer ${jwt}`, cookie: 'session=cookie-of-alice' };

  const created = await createFile(url, 6 * MiB, headers);
  const [{ token, parts }] = created.body.uploads;
  for (const part of parts) {
    const size = part.partNumber === 1 ? 5 * MiB : MiB;
    expect((await putPart(part, new Uint8Array(size), url)).status).toBe(200);
  }
  const wanted = { uploads: [{ token, parts: [{ partNumber: 1 }] }] };
  const presigned = await callApi(url, 'uploads/presign', wanted, headers);
  await callApi(url, 'uploads/complete', { uploads: [{ token }] }, headers);
  await callApi(url, `uploads/abort?leaked=${token}`, { uploads: [{ token }] }, headers);
  await callApi(url, token, {}, headers);
  await callApi(url, 'uploads/parts', { token }, { authorization: `Bearer ${token}` });
  // The store's response repeats what it was sent, and the log shows the failure with its cause.
  const { AWS_SECRET_ACCESS_KEY: storeSecret } = store.sdkEnv;
  const message = `Not so: ${parts[0].url} with ${storeSecret}, ${token}, Bearer ${jwt}`;
  store.s3.faults.add({
    operation: 'CreateMultipartUpload',
    fault: { kind: 'answer', status: 403, code: 'SignatureDoesNotMatch', message },
  });
  const failed = await createFile(url, 6 * MiB, headers);
  expect(failed.body.uploads[0].error.code).toBe('storage-misconfigured');

  const lines = await backend.endAndReadLog();
  const text = JSON.stringify(lines);
  const urls: string[] = [...parts, ...presigned.body.uploads[0].parts].map(({ url }) => url);
  const signatures = urls.map((one) => new URL(one).searchParams.get('X-Amz-Signature') ?? '-');
  const [, , jwtSignature = '-'] = jwt.split('.');
  for (const secret of [
    ...signatures,
    jwt,
    jwtSignature,
    token,
    token.slice(-40),
    jwtSecret,
    storeSecret,
    'cookie-of-alice',
    'X-Amz-',
    'TESTKEY',
  ]) {
    expect(text).not.toContain(secret);
  }
  expect(lines).toHaveLength(7);
  expect(lines[0]).toMatchObject({ route: 'POST /uploads', status: 200, subject: 'alice' });
  expect(lines[6]).toMatchObject({
    level: 'error',
    route: 'POST /uploads',
    status: 502,
    codes: { 'storage-misconfigured': 1 },
    requestId: failed.requestId,
    subject: 'alice',
    tenant: 'acme',
    failures: [
      {
        code: 'storage-misconfigured',
        cause: { name: 'SignatureDoesNotMatch', message: expect.stringMatching(/^Not so: /) },
      },
    ],
  });
});

test('each request has one line, with the request ID of its response', async () => {
  const backend = await start();
  const { url } = backend;
  const answers = [
    await createFile(url, 5),
    await createFile(url, -1),
    // Only a trusted proxy may choose a request ID, and this test has none.
    await createFile(url, 5, { 'x-request-id': 'chosen' }),
    await callApi(url, 'nothing', {}),
  ];
  const lines = await backend.endAndReadLog();
  expect(lines.map(({ requestId }) => requestId)).toEqual(
    answers.map(({ requestId }) => requestId),
  );
  expect(answers.map(({ requestId }) => requestId)).not.toContain('chosen');
  expect(answers[1]?.body.error.requestId).toBe(answers[1]?.requestId);
  const [good, bad, , missing] = lines;
  expect(good).toMatchObject({ level: 'info', route: 'POST /uploads', status: 200 });
  expect(good?.durationMs).toBeGreaterThan(0);
  expect(bad).toMatchObject({ level: 'warn', status: 400, codes: { 'invalid-request': 1 } });
  expect(missing).toMatchObject({ status: 404, codes: { 'not-found': 1 } });
  expect(missing).not.toHaveProperty('route');
});

test('a trusted proxy chooses request IDs, and no two concurrent requests share one', async () => {
  const backend = await start({
    SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
    SLIPWAY_PROXY_SUBJECT_HEADER: 'X-User',
  });
  const send = (user: string) =>
    createFile(backend.url, 6 * MiB, { 'x-user': user, 'x-request-id': 'from-the-proxy' });
  const [alice, bob] = await Promise.all([send('alice'), send('bob')]);
  const named = [alice.requestId, bob.requestId];
  expect(new Set(named).size).toBe(2);
  expect(named).toContain('from-the-proxy');
  const lines = await backend.endAndReadLog();
  expect(lines.find(({ subject }) => subject === 'alice')?.requestId).toBe(alice.requestId);
  expect(lines.find(({ subject }) => subject === 'bob')?.requestId).toBe(bob.requestId);
});

test('the log shows health and page requests only at the level debug', async () => {
  const logged: number[] = [];
  for (const SLIPWAY_LOG_LEVEL of ['info', 'debug']) {
    const backend = await start({ SLIPWAY_LOG_LEVEL });
    await (await fetch(`${backend.url}/healthz`)).text();
    await (await fetch(`${backend.url}/readyz`)).text();
    logged.push((await backend.endAndReadLog()).length);
  }
  expect(logged).toEqual([0, 2]);
});
