import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { readCompose } from '../../server/testing/deployment.ts';
import { runMain } from '../../server/testing/run-main.ts';
import { uploadChecked } from '../../server/testing/upload-checked.ts';
import { ROOT } from './pages.ts';
import { readBlocks } from './run-block.ts';

/** The image's Node loads TypeScript. It is installed on Linux only. */
const NODE = join(ROOT, 'scripts/node-versions/node_modules/node-24/bin/node');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-config-page-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the backend as the image does: the config file is in the working directory, and nothing else is. */
async function startBackend(env: Record<string, string> = {}) {
  const main = runMain({ SLIPWAY_DATA: join(folder, 'data'), ...env }, { cwd: folder, node: NODE });
  onTestFinished(async () => {
    main.child.kill('SIGKILL');
    await main.ended();
  });
  return { main, ...(await main.ready()) };
}

/** An API that notes what it is told. */
async function startApi() {
  const told: { readonly event: string; readonly body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text);
    told.push({ event: String(request.url).slice(1), body });
    response.writeHead(body.file?.name === 'refused.png' ? 403 : 204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test.runIf(existsSync(NODE))(
  'the backend runs the file of docs/config-file.md, and its hooks tell the API',
  async () => {
    const block = readBlocks().get('docs/config-file.md 1');
    await writeFile(join(folder, 'slipway.config.ts'), String(block?.code));
    const api = await startApi();
    const { url, main } = await startBackend({ MEDIA_API: api.url, SLIPWAY_SMALL_FILES: 'put' });
    const image = { name: 'cat.png', type: 'image/png', metadata: { title: 'A cat' } };
    const { result } = await uploadChecked(url, image);
    const { objectKey, etag } = result.object;
    expect(objectKey).toMatch(/^uploads\/all\/\d{4}\/[^/]+\/cat\.png$/);
    const refused = await uploadChecked(url, { ...image, name: 'refused.png' });
    expect(refused.result.error).toMatchObject({
      code: 'forbidden',
      message: 'Your plan does not include this upload.',
    });
    expect((await uploadChecked(url)).result.error.code).toBe('type-not-allowed');
    expect(api.told).toEqual([
      {
        event: 'created',
        body: { id: expect.any(String), user: 'local', file: expect.anything() },
      },
      { event: 'completed', body: { id: expect.any(String), objectKey, etag } },
      { event: 'created', body: expect.objectContaining({ user: 'local' }) },
    ]);
    expect(main.output().stderr).toBe('');
  },
);

test.runIf(existsSync(NODE))(
  'the backends of compose.yaml load the file that they mount',
  async () => {
    const { services } = readCompose();
    for (const name of ['backend-a', 'backend-b']) {
      expect(services[name]?.volumes).toEqual([
        './deploy/slipway.config.ts:/app/slipway.config.ts:ro',
      ]);
    }
    await copyFile(join(ROOT, 'deploy/slipway.config.ts'), join(folder, 'slipway.config.ts'));
    const { url, main } = await startBackend({ SLIPWAY_SMALL_FILES: 'put' });
    const { result } = await uploadChecked(url);
    const { objectKey } = result.object;
    await expect
      .poll(() => main.output().stdout)
      .toContain(JSON.stringify({ uploaded: objectKey, by: 'local', bytes: 5 }));
  },
);
