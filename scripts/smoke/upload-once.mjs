/** Runs in a folder with the published packages, on every supported Node. It exits with an error if one does not work. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as angular from '@slipway/angular';
import * as core from '@slipway/core';
import { startLocalS3 } from '@slipway/local-s3';
import { ROUTES } from '@slipway/protocol';
import * as react from '@slipway/react';
import * as main from '@slipway/server';
import * as router from '@slipway/server/express';
import { createUploadHandler } from '@slipway/server/fetch';
import { toNodeHandler } from '@slipway/server/node';
import { createRedisStore } from '@slipway/server/redis';
import * as svelte from '@slipway/svelte';
import * as vue from '@slipway/vue';
import express from 'express';

const SIZE = 6 * 1024 ** 2;
const PART_SIZE = 5 * 1024 ** 2;
const credentials = { accessKeyId: 'smoke', secretAccessKey: 'smoke-secret' };

assert.deepEqual(main, router);
const bindings = [react.Uploader, vue.useUploads, svelte.useUploads, angular.injectUploads];
for (const value of [core.createUploader, createRedisStore, ...bindings]) {
  assert.equal(typeof value, 'function');
}

const dir = mkdtempSync(join(tmpdir(), 'slipway-smoke-store-'));
const store = await startLocalS3({ dir, port: 0, ...credentials, buckets: ['uploads'] });
const s3 = new S3Client({
  region: store.region,
  endpoint: store.url,
  forcePathStyle: true,
  credentials,
});
const options = {
  s3,
  bucket: 'uploads',
  authorize: () => ({ subject: 'smoke' }),
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32) }],
};
const handle = createUploadHandler({ ...options, basePath: '/api' });
const servers = [
  createServer(express().use('/api', main.createUploadRouter(options))),
  createServer(toNodeHandler(handle)),
];
try {
  await upload(handle, 'http://127.0.0.1');
  for (const server of servers) {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    await upload(fetch, `http://127.0.0.1:${server.address().port}`);
  }
  for (const [name, cli] of [
    ['server', 'cli.js'],
    ['local-s3', 'cli.js'],
  ]) {
    const path = join('node_modules/@slipway', name, 'dist', cli);
    const { status, stderr } = spawnSync(process.execPath, [path, '--help'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  console.log(`Node ${process.version}: the packages upload a file`);
} finally {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  s3.destroy();
  await store.close({ graceMs: 0 });
  rmSync(dir, { recursive: true, force: true });
}

/** Uploads a file of two parts, and compares the object. */
async function upload(send, origin) {
  const call = async (route, body) => {
    const response = await send(
      new Request(`${origin}/api${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
    assert.equal(response.status, 200, await response.clone().text());
    return response.json();
  };
  const file = { name: 'a.bin', size: SIZE, type: '', partSize: PART_SIZE, integrity: 'none' };
  const bytes = new Uint8Array(SIZE).fill(7);
  const created = await call(ROUTES.create, {
    files: [{ ...file, parts: [{ partNumber: 1 }, { partNumber: 2 }] }],
  });
  const [{ token, parts }] = created.uploads;
  for (const { partNumber, url, headers } of parts) {
    const body = bytes.slice((partNumber - 1) * PART_SIZE, partNumber * PART_SIZE);
    assert.equal((await fetch(url, { method: 'PUT', headers, body })).status, 200);
  }
  const { uploads } = await call(ROUTES.complete, { uploads: [{ token }] });
  const got = await s3.send(
    new GetObjectCommand({ Bucket: 'uploads', Key: uploads[0].object.objectKey }),
  );
  assert.ok(Buffer.from(await got.Body.transformToByteArray()).equals(Buffer.from(bytes)));
}
