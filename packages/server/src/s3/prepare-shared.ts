import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3';
import type { StorageClient } from './deadlines.ts';
import { escapeUri } from './format-url.ts';
import { type PreparedRequest, prepareRequest } from './prepared-request.ts';
import type { S3Command } from './s3-client.ts';

/** Stands for the object's key. The SDK leaves its characters as they are in a path. */
const PLACEHOLDER = 'key-of-the-object';

/** Credentials are refreshed minutes before they expire, so a second makes no difference. */
const MAX_AGE_MS = 1_000;

/** Bounds the memory if the owner gives each file other options, so that no two requests are alike. */
const MAX_SHARED = 16;

interface Shared {
  readonly sinceMs: number;
  readonly byInput: Map<string, Promise<PreparedRequest>>;
}

const SHARED = new WeakMap<StorageClient, Shared>();

/**
 * Like {@link prepareRequest}, but requests with the same input share one preparation for a second. It costs several
 * times as much as a signature.
 */
export async function prepareShared<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
>(
  client: StorageClient,
  command: S3Command<Input, Output>,
  now: () => number,
): Promise<PreparedRequest> {
  const { byInput } = sharedOf(client, now());
  const name = JSON.stringify(command.input);
  const pending = byInput.get(name) ?? prepareRequest(client, command);
  if (byInput.size >= MAX_SHARED) byInput.clear();
  byInput.set(name, pending);
  try {
    return { ...(await pending), clockOffsetMs: client.config.systemClockOffset };
  } catch (error) {
    byInput.delete(name); // Later requests try again.
    throw error;
  }
}

/** Prepares a request for one object. Requests with the same input except for the key share one preparation. */
export async function prepareForKey<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
>(
  client: StorageClient,
  objectKey: string,
  create: (key: string) => S3Command<Input, Output>,
  now: () => number,
): Promise<PreparedRequest> {
  const prepared = await prepareShared(client, create(PLACEHOLDER), now);
  const { request } = prepared;
  // A middleware of the owner can choose another path. Then each object needs its own preparation.
  if (!request.path.endsWith(`/${PLACEHOLDER}`)) return prepareRequest(client, create(objectKey));
  const path = request.path.slice(0, -PLACEHOLDER.length) + encodeKey(objectKey);
  return { ...prepared, request: { ...request, path } };
}

function sharedOf(client: StorageClient, nowMs: number): Shared {
  const current = SHARED.get(client);
  // The clock can be set back.
  if (current && Math.abs(nowMs - current.sinceMs) < MAX_AGE_MS) return current;
  const fresh: Shared = { sinceMs: nowMs, byInput: new Map() };
  SHARED.set(client, fresh);
  return fresh;
}

/** The key in a path, as the SDK encodes it. */
function encodeKey(objectKey: string): string {
  return objectKey.split('/').map(escapeUri).join('/');
}
