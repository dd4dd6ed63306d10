import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { npmStart, startBackend } from '../rig/backend.ts';
import { FileFactory } from '../rig/files.ts';
import { Widget } from '../rig/widget.ts';

const test = base.extend<{ data: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
  data: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-start-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`npm start serves the page, and ends cleanly when npm gets ${signal} @chromium`, async ({
    data,
    request,
  }) => {
    const server = await npmStart({ SLIPWAY_DATA: data, S3_PORT: '0' });
    expect((await request.get(`${server.url}/healthz`)).status()).toBe(200);

    await server.stop(signal);

    // npm has ended, so the port must be free again.
    const { hostname, port } = new URL(server.url);
    await expect(async () => {
      const probe = createServer().listen(Number(port), hostname);
      await Promise.race([
        once(probe, 'listening'),
        once(probe, 'error').then(([error]) => Promise.reject(error)),
      ]);
      probe.close();
    }).toPass();
  });
}

test('without an S3 configuration, a file goes to the local S3', async ({ page, data }) => {
  const files = await FileFactory.create();
  const server = await startBackend({ SLIPWAY_DATA: data, S3_PORT: '0' });
  const widget = new Widget(page, server.url);
  await widget.open();

  await widget.pick(await files.make('film.bin', 20 * 1024 ** 2));
  await widget.completes(1);

  expect(await server.stop()).toBe(0);
  await files.remove();
});

test('a wrong configuration stops the backend with one clear line for each mistake @chromium', async ({
  data,
}) => {
  const started = startBackend({
    SLIPWAY_DATA: data,
    PORT: '70000',
    S3_BUCKET: 'films',
    S3_ENDPOINT: 'nowhere',
    S3_FORCE_PATH_STYLE: 'perhaps',
  });

  const error: Error = await started.then(
    () => Promise.reject(new Error('The backend started.')),
    (reason) => reason,
  );

  const [exitCode, ...lines] = error.message.split('\n');
  expect(exitCode).toBe('Exit code 1:');
  const variables = lines.map((line) => line.split(':')[0]);
  expect(variables.toSorted()).toEqual(['PORT', 'S3_ENDPOINT', 'S3_FORCE_PATH_STYLE']);
});

test('a port in use is reported in one clear line @chromium', async ({ data }) => {
  const first = await startBackend({ SLIPWAY_DATA: data, S3_PORT: '0' });
  const { port } = new URL(first.url);

  const second = startBackend({ SLIPWAY_DATA: `${data}/second`, S3_PORT: '0', PORT: port });

  await expect(second).rejects.toThrow(new RegExp(`^Exit code 1:\\n[^\\n]*${port}[^\\n]*$`));
  await expect(
    npmStart({ SLIPWAY_DATA: `${data}/third`, S3_PORT: '0', PORT: port }),
  ).rejects.toThrow(/^Exit code 1:/);
  await first.stop();
});
