import { afterEach, describe, expect, test } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { startApi } from '../../testing/api-server.ts';
import { offlineClient } from '../../testing/offline-s3.ts';

const never = () => new Promise<never>(() => {});
const file = { name: 'a', type: '', size: 1, partSize: 1 };

describe.each(ADAPTERS)('%s: a function of the owner that never settles', (adapter) => {
  const failures: unknown[] = [];
  let api: Awaited<ReturnType<typeof startApi>>;
  afterEach(async () => {
    failures.length = 0;
    await api.close();
  });

  async function createWith(options: Partial<CommonOptions>) {
    const { client } = offlineClient();
    const all: Partial<CommonOptions> = {
      hookTimeoutSeconds: 1,
      onError: (error) => failures.push(error),
      ...options,
    };
    api = await startApi(client, 'media', all, adapter);
    const { status, body } = await api.call('create', { files: [file] });
    return { status, code: body.error.code };
  }

  test.each([
    ['object', { object: never }],
    ['policy', { policy: never }],
    ['authorize', { authorize: never }],
  ] as const)(
    'fails the request at the deadline, and the log names it: %s',
    async (name, options) => {
      expect(await createWith(options)).toEqual({ status: 500, code: 'internal-error' });
      expect(failures.map(String).join()).toContain(`${name} did not settle within 1 seconds`);
    },
  );
});
