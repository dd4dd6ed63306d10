import { expect, test } from 'vitest';
import { createManualClock, createScriptedS3, createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt');

test('what was warmed up is not asked for again', async () => {
  const { uploader, s3 } = createTestUploader({ askPolicy: true });

  await uploader.warmUp();
  await uploader.warmUp();
  expect(s3.calls).toEqual(['policy']);
  await uploader.add(digits()).completed;

  expect(s3.calls.filter((call) => call === 'policy')).toHaveLength(1);
});

test('a backend that is away when it is warmed up is asked again by the first upload', async () => {
  const { uploader, s3 } = createTestUploader({ askPolicy: true });
  s3.lose('policy');

  await uploader.warmUp();
  const object = await uploader.add(digits()).completed;

  expect(object.size).toBe(10);
});

/** An uploader whose backend says where the storage is, and what the browser was told to connect to, after which call. */
function createConnecting() {
  const clock = createManualClock();
  const policy = { integrity: 'none', storageOrigins: ['https://media.example'] } as const;
  const s3 = createScriptedS3({ clock, policy });
  const connected: string[] = [];
  const transport = {
    ...s3.transport,
    connect: (origins: readonly string[]) => {
      for (const origin of origins) connected.push(`${s3.calls.at(-1)}: ${origin}`);
    },
  };
  const test = createTestUploader({ s3: { ...s3, transport }, clock, policy, askPolicy: true });
  return { ...test, connected };
}

test('the storage is connected to while the user still chooses, and again when that takes long', async () => {
  const { uploader, connected } = createConnecting();

  await uploader.warmUp();
  expect(connected).toEqual(['policy: https://media.example']);
  await uploader.warmUp();

  expect(connected).toHaveLength(2);
});

test('an upload that nobody saw coming connects once the backend has said where to', async () => {
  const { uploader, connected } = createConnecting();

  await uploader.add(digits()).completed;

  expect(connected).toEqual(['policy: https://media.example']);
});

test('an upload connects before it is created when it begins alone, not beside others', async () => {
  const { uploader, connected } = createConnecting();
  await uploader.getPolicy();

  await Promise.all(uploader.addAll([digits(), digits()]).map(({ completed }) => completed));
  expect(connected).toEqual(['policy: https://media.example']);

  await uploader.add(digits()).completed;
  expect(connected).toHaveLength(2);
});
