import { SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { startTestBackend } from '../../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../../testing/upload-file.ts';

const MiB = 1024 ** 2;
const token = 'a token of more than thirty-two bytes';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});

async function start(env: Record<string, string>): Promise<string> {
  const backend = await startTestBackend(env);
  toClose.push(backend);
  return backend.url;
}

test('the metrics count requests and uploads, with few labels, whatever callers send', async () => {
  const url = await start({ SLIPWAY_METRICS_TOKEN: token });
  const created = await createFile(url, 6 * MiB);
  const [{ token: upload, parts }] = created.body.uploads;
  for (const part of parts) {
    await putPart(part, new Uint8Array(part.partNumber === 1 ? 5 * MiB : MiB), url);
  }
  await callApi(url, 'uploads/complete', { uploads: [{ token: upload }] });
  await createFile(url, -1);
  const other = await createFile(url, 7 * MiB);
  await callApi(url, 'uploads/abort', { uploads: [{ token: other.body.uploads[0].token }] });
  for (let i = 0; i < 20; i += 1) await callApi(url, `made-up-${i}`, {});

  const read = async () => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${url}/metrics`, { headers })).text();
  };
  // The metrics count a response when its connection has closed.
  await expect.poll(read).toContain('slipway_errors_total{code="not-found"} 20');
  const text = await read();
  for (const line of [
    'slipway_uploads_created_total 2',
    'slipway_uploads_completed_total 1',
    'slipway_uploads_aborted_total 1',
    'slipway_parts_presigned_total 4',
    `slipway_bytes_created_total ${13 * MiB}`,
    `slipway_bytes_completed_total ${6 * MiB}`,
    'slipway_errors_total{code="invalid-request"} 1',
    'slipway_request_duration_seconds_count{route="POST /uploads",status="2xx"} 2',
    'slipway_request_duration_seconds_count{route="POST /uploads",status="4xx"} 1',
    'slipway_request_duration_seconds_count{route="other",status="4xx"} 20',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
  expect(text).not.toContain('made-up');
  expect(text).toContain('process_resident_memory_bytes');
});

test.each([
  [{}, undefined, 200],
  [{ SLIPWAY_METRICS_TOKEN: token }, undefined, 401],
  [{ SLIPWAY_METRICS_TOKEN: token }, 'Bearer wrong', 401],
  [{ SLIPWAY_METRICS_TOKEN: token }, `Bearer ${token}`, 200],
  [{ SLIPWAY_JWT_SECRET: token }, undefined, 404],
])('with %j a scraper that sends %s gets %i', async (env, authorization, status) => {
  const url = await start(env);
  const answer = await fetch(`${url}/metrics`, authorization ? { headers: { authorization } } : {});
  expect(answer.status).toBe(status);
});

const statusesOf = (answers: readonly Response[]) => answers.map(({ status }) => status);

test('admins can read the metrics and the configuration, and other callers cannot', async () => {
  const url = await start({ SLIPWAY_JWT_SECRET: token, SLIPWAY_ADMIN_GROUP: 'operators' });
  const bearerOf = async (groups: readonly string[]) => {
    const jwt = new SignJWT({ sub: 'ada', groups: [...groups] })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('5 min');
    return { authorization: `Bearer ${await jwt.sign(new TextEncoder().encode(token))}` };
  };
  const ask = (headers: Record<string, string>) =>
    Promise.all([
      fetch(`${url}/metrics`, { headers }),
      fetch(`${url}/api/admin/configuration`, { headers }),
    ]);
  expect(statusesOf(await ask({}))).toEqual([401, 401]);
  expect(statusesOf(await ask(await bearerOf(['guests'])))).toEqual([401, 403]);
  const [metrics, configuration] = await ask(await bearerOf(['operators']));
  expect(await metrics.text()).toContain('slipway_uploads_created_total 0');
  const { entries } = await configuration.json();
  expect(entries).toContainEqual(
    expect.objectContaining({ name: 'SLIPWAY_ADMIN_GROUP', isSet: true, value: 'operators' }),
  );
  expect(JSON.stringify(entries)).not.toContain(token);
});
