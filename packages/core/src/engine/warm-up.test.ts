import { expect, test } from 'vitest';
import { createManualClock, createScriptedS3, createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt');

test('an upload after a warm-up asks for nothing again', async () => {
  const { uploader, s3 } = createTestUploader({ askPolicy: true });

  await uploader.warmUp();
  await uploader.warmUp();
  expect(s3.calls).toEqual(['policy']);
  await uploader.add(digits()).completed;

  expect(s3.calls.filter((call) => call === 'policy')).toHaveLength(1);
});

test('when the backend is down at the warm-up, the first upload asks it again', async () => {
  const { uploader, s3 } = createTestUploader({ askPolicy: true });
  s3.lose('policy');

  await uploader.warmUp();
  const object = await uploader.add(digits()).completed;

  expect(object.size).toBe(10);
});

/** Creates an uploader whose backend names the storage, and records after which calls the browser connects. */
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

test('the browser connects to the storage while the user chooses files, and again if that takes long', async () => {
  const { uploader, connected } = createConnecting();

  await uploader.warmUp();
  expect(connected).toEqual(['policy: https://media.example']);
  await uploader.warmUp();

  expect(connected).toHaveLength(2);
});

test('without a warm-up an upload connects once the backend has named the storage', async () => {
  const { uploader, connected } = createConnecting();

  await uploader.add(digits()).completed;

  expect(connected).toEqual(['policy: https://media.example']);
});

test('an upload that starts alone connects before it is created, and an upload among others does not', async () => {
  const { uploader, connected } = createConnecting();
  await uploader.getPolicy();

  await Promise.all(uploader.addAll([digits(), digits()]).map(({ completed }) => completed));
  expect(connected).toEqual(['policy: https://media.example']);

  await uploader.add(digits()).completed;
  expect(connected).toHaveLength(2);
});
