import type { PresignedPart } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload, objectExists, putParts, readObject } from '../../testing/uploads.ts';

// Of the same size: only the nonce and the ETag tell them apart.
const OWN = new Uint8Array(1_000).fill(1);
const OTHER = new Uint8Array(1_000).fill(2);

describe.each(ADAPTERS)('%s: an abort', (adapter) => {
  let stack: UploadStack;
  beforeEach(async () => {
    const options = { overwrite: true, objectKey: ({ name }: { name: string }) => name };
    stack = await startUploadStack(options, adapter);
  });
  afterEach(() => stack.close());

  const abort = async (token: string) =>
    (await stack.call('abort', { uploads: [{ token }] })).body.uploads[0];

  test('S14 leaves an object that replaces the upload’s own between the look and the DELETE', async () => {
    const own = await createUpload(stack, OWN);
    await putParts(stack, own, OWN);
    const other = await createUpload(stack, OTHER);
    stack.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'DeleteObjectCommand') {
            await putPart(other.parts[0] as PresignedPart, OTHER);
          }
          return next(args);
        },
      { step: 'initialize' },
    );
    expect(await abort(own.token)).toEqual({ aborted: true });
    expect(stack.operations()).toContain('DeleteObject');
    expect((await readObject(stack, own.objectKey)).equals(OTHER)).toBe(true);
  });

  test('deletes the object on a store that knows no conditional deletes', async () => {
    const own = await createUpload(stack, OWN);
    await putParts(stack, own, OWN);
    stack.s3.faults.add({
      operation: 'DeleteObject',
      fault: { kind: 'answer', status: 501, code: 'NotImplemented' },
      times: 1,
    });
    expect(await abort(own.token)).toEqual({ aborted: true });
    expect(await objectExists(stack, own.objectKey)).toBe(false);
  });
});
