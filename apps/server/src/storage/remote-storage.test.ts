import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openRemoteStorage } from './remote-storage.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => vi.unstubAllEnvs());

test.each([
  [{ region: 'eu-central-1' }, 'https://media.s3.eu-central-1.amazonaws.com'],
  [{ endpoint: 'https://s3.example', forcePathStyle: true }, 'https://s3.example'],
  [{ endpoint: 'http://127.0.0.1:9000', forcePathStyle: true }, 'http://127.0.0.1:9000'],
  [{ endpoint: 'https://s3.example' }, 'https://media.s3.example'],
])('with %j browsers send their parts to %s', async (settings, origin) => {
  const remote = {
    kind: 'remote' as const,
    bucket: 'media',
    region: undefined,
    endpoint: undefined,
    otherEndpoints: ['https://dualstack.example'],
    forcePathStyle: false,
    ...settings,
  };
  const storage = await openRemoteStorage(remote, { storageTimeoutSeconds: 30 });
  const other =
    'forcePathStyle' in settings ? 'https://dualstack.example' : 'https://media.dualstack.example';
  expect(storage.origins).toEqual([origin, other]);
  expect(storage.endpoints).toHaveLength(1);
  expect(storage.description).not.toContain('secret');
  await storage.close();
});
