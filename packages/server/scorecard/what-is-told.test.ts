import { inspect } from 'node:util';
import type { CreatedUpload } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { crc64nvme } from '../testing/crc64nvme.ts';
import { sha256 } from '../testing/sha256.ts';
import {
  type Answer,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../testing/uploads.ts';

const large = new Uint8Array(6 * MiB).fill(1);
const small = new Uint8Array(1_000).fill(2);
const secret = new Uint8Array(32).fill(7);
const PRESIGNED = /X-Amz-(?:Signature|Credential|Security-Token)/i;

describe.each(ADAPTERS)('%s:', (adapter) => {
  const events: unknown[] = [];
  const failures: unknown[] = [];
  const answers: Answer[] = [];
  const handedOut: CreatedUpload[] = [];
  let stack: UploadStack;

  /** Covers everything: parts, a form, a PUT, a failing store, a stranger, a forged token, and every kind of end. */
  beforeAll(async () => {
    stack = await startUploadStack(
      {
        tokenKeys: [{ id: 'k1', secret }],
        smallFiles: 'post',
        onEvent: (event) => events.push(event),
        onError: (error, about) => failures.push([error, about]),
      },
      adapter,
    );
    const ask = async (...args: Parameters<UploadStack['call']>) => {
      answers.push(await stack.call(...args));
    };
    const parts = [large.slice(0, 5 * MiB), large.slice(5 * MiB)].map((bytes, i) => ({
      partNumber: i + 1,
      checksum: crc64nvme(bytes),
    }));
    const unfinished = await createUpload(stack, large, { integrity: 'crc64nvme', parts });
    const aborted = await createUpload(stack, large);
    const file = { name: 'a', type: '', size: small.length, partSize: 5 * MiB };
    const sum = { integrity: 'sha256', parts: [{ partNumber: 1, checksum: sha256(small) }] };
    const { body } = await stack.call('create', {
      files: [{ ...file, ...sum }],
      accepts: ['post'],
    });
    const [form] = body.uploads as [CreatedUpload];
    const put = await createUpload(stack, small);
    handedOut.push(unfinished, aborted, form, put);

    await putParts(stack, unfinished, large);
    for (const part of form.parts) expect((await putPart(part, small)).status).toBe(204);
    await putParts(stack, put, small);
    for (const operation of ['ListParts', 'CompleteMultipartUpload', 'HeadObject'] as const) {
      const fault = { kind: 'answer', status: 403, code: 'AccessDenied' } as const;
      stack.s3.faults.add({ operation, times: 100, fault });
      for (const { token } of handedOut) {
        await ask('listParts', { token });
        await ask('complete', { uploads: [{ token }] });
      }
      stack.s3.faults.clear();
    }
    for (const { token } of handedOut) {
      await ask(
        'presign',
        { uploads: [{ token, parts: [{ partNumber: 1 }] }] },
        { 'x-user': 'eve' },
      );
      await ask('listParts', { token: `${token}A` });
      await ask('create', { files: [{ token }] });
      await ask('policy', { token });
    }
    for (const { token } of [unfinished, form, put]) {
      expect(await complete(stack, { token })).toHaveProperty('object');
    }
    await ask('abort', { uploads: [{ token: aborted.token }] });
  });
  afterAll(() => stack.close());

  /** Secrets that only the requesting browser may know. */
  function secrets(): string[] {
    const fields = handedOut.flatMap(({ parts }) => parts.map((part) => part.fields ?? {}));
    return [
      ...handedOut.map(({ token }) => token),
      ...handedOut.flatMap(({ parts }) =>
        parts.map(({ url }) => new URL(url).searchParams.get('X-Amz-Signature') ?? ''),
      ),
      ...fields.flatMap((form) => [form['x-amz-signature'] ?? '', form.policy ?? '']),
      'test-secret',
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
    ].filter(Boolean);
  }

  test('S19 nothing that the owner is told to log holds a signature, a secret, a token or a presigned URL', () => {
    expect(secrets().length).toBeGreaterThan(4 + 6);
    // Many events were reported.
    expect(new Set(events.map((event) => (event as { type: string }).type)).size).toBeGreaterThan(
      4,
    );
    expect(failures.length).toBeGreaterThan(3);
    for (const told of [...events, ...failures]) {
      const text = inspect(told, { depth: 20, maxStringLength: null, maxArrayLength: null });
      expect(secrets().filter((one) => text.includes(one))).toEqual([]);
      expect(text).not.toMatch(PRESIGNED);
    }
  });

  test('S19 no answer hands a token or a URL on, is kept in a cache, or leaves its address behind', () => {
    expect(answers.length).toBeGreaterThan(30);
    for (const { body, headers } of answers) {
      const text = JSON.stringify([body, [...headers]]);
      expect(secrets().filter((one) => text.includes(one))).toEqual([]);
      expect(text).not.toMatch(PRESIGNED);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});
