import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { ROUTES } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';
import type { RequestAnswered, ServiceEvent } from '../service/service-event.ts';

const answers = (events: readonly ServiceEvent[]) =>
  events.filter((event): event is RequestAnswered => event.type === 'request-answered');

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  const events: ServiceEvent[] = [];
  const failures: unknown[] = [];
  /** Advances only while a request runs. */
  const clock = { now: () => Date.now(), monotonic: () => ticks++ * 10 };
  let ticks = 0;
  let onEvent: (event: ServiceEvent) => unknown;

  beforeEach(async () => {
    events.length = 0;
    failures.length = 0;
    onEvent = (event) => events.push(event);
    stack = await startUploadStack(
      {
        clock,
        policy: { maxFileSize: 10 * MiB },
        onEvent: (event) => onEvent(event),
        onError: (error) => failures.push(error),
      },
      adapter,
    );
  });
  afterEach(() => stack.close());

  const answered = async (count: number) => {
    await expect.poll(() => answers(events).length).toBe(count);
    return answers(events);
  };

  test('events follow an upload from create to complete, with its caller and size', async () => {
    const bytes = randomBytes(6 * MiB);
    const upload = await createUpload(stack, bytes);
    await stack.call('presign', {
      uploads: [{ token: upload.token, parts: [{ partNumber: 2 }] }],
    });
    await putParts(stack, upload, bytes);
    await complete(stack, { token: upload.token });
    await answered(3);
    const facts = { subject: 'alice', objectKey: upload.objectKey, size: 6 * MiB };
    const told = events.filter(({ type }) => type !== 'request-answered');
    expect(told).toMatchObject([
      { type: 'upload-created', ...facts, partCount: 2 },
      { type: 'parts-presigned', ...facts, partCount: 2 },
      { type: 'parts-presigned', ...facts, partCount: 1 },
      { type: 'upload-completed', ...facts },
    ]);
    expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(3);
  });

  test('an abort emits an event', async () => {
    const { token, objectKey } = await createUpload(stack, randomBytes(6 * MiB));
    await stack.call('abort', { uploads: [{ token }] }, { 'x-tenant': 'other' });
    await stack.call('abort', { uploads: [{ token }] });
    await answered(3);
    expect(events.filter(({ type }) => type === 'upload-aborted')).toMatchObject([{ objectKey }]);
  });

  test('each response emits an event with its route, status, codes and duration', async () => {
    const file = { name: 'a', type: '', partSize: 5 * MiB };
    const { headers } = await stack.call('create', {
      files: [
        { ...file, size: 11 * MiB },
        { ...file, size: 1 },
        { ...file, size: 12 * MiB },
      ],
    });
    expect(await answered(1)).toEqual([
      {
        type: 'request-answered',
        requestId: headers.get('x-request-id'),
        route: 'POST /uploads',
        status: 200,
        codes: ['file-too-large', 'file-too-large'],
        durationMs: 10,
      },
    ]);
  });

  test.each([
    ['no caller', 'POST', ROUTES.create, '{}', {}, 'POST /uploads', 401, 'unauthorized'],
    [
      'no JSON',
      'POST',
      ROUTES.create,
      '{',
      { 'x-user': 'a' },
      'POST /uploads',
      400,
      'invalid-request',
    ],
    ['no such route', 'POST', '/x/secret', '{}', { 'x-user': 'a' }, undefined, 404, 'not-found'],
    [
      'a foreign page',
      'GET',
      ROUTES.policy,
      undefined,
      { origin: 'https://evil.example' },
      'GET /policy',
      403,
      'forbidden',
    ],
  ])('an event reports %s', async (_name, method, path, body, headers, route, status, code) => {
    await fetch(`${stack.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
      ...(body !== undefined && { body }),
    });
    const [event] = await answered(1);
    expect(event).toMatchObject({ route, status, codes: [code] });
    expect(JSON.stringify(event)).not.toContain('secret');
  });

  test('HEAD is reported as GET', async () => {
    await fetch(`${stack.url}${ROUTES.policy}`, { method: 'HEAD', headers: { 'x-user': 'a' } });
    expect((await answered(1))[0]).toMatchObject({ route: 'GET /policy', status: 200, codes: [] });
  });

  test('events contain no token, URL or upload ID', async () => {
    const bytes = randomBytes(6 * MiB);
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    await complete(stack, { token: upload.token });
    await answered(2);
    const text = JSON.stringify(events);
    const [part] = upload.parts;
    expect(text).not.toContain(upload.token);
    expect(text).not.toContain(new URL(part?.url ?? '').searchParams.get('uploadId'));
    expect(text).not.toMatch(/https?:|X-Amz/i);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('the observer is broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the observer is broken'))],
  ])('an observer that %s affects no upload, and its error is reported', async (_name, broken) => {
    onEvent = broken;
    const bytes = randomBytes(6 * MiB);
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    expect((await complete(stack, { token: upload.token })).object.size).toBe(6 * MiB);
    await expect.poll(() => failures.length).toBeGreaterThan(2);
    expect(new Set(failures.map(String))).toEqual(new Set(['Error: the observer is broken']));
  });
});

test('a caller who disconnects before the response is reported with status 0', async () => {
  const events: ServiceEvent[] = [];
  let hasArrived = false;
  const stack = await startUploadStack({
    onEvent: (event) => events.push(event),
    policy: () => {
      hasArrived = true;
      return new Promise(() => {});
    },
  });
  try {
    const caller = httpRequest(`${stack.url}${ROUTES.policy}`, { headers: { 'x-user': 'alice' } });
    caller.on('error', () => {}).end();
    await expect.poll(() => hasArrived).toBe(true);
    caller.destroy();
    await expect.poll(() => events).toMatchObject([{ route: 'GET /policy', status: 0 }]);
  } finally {
    await stack.close();
  }
});
