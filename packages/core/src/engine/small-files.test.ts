import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const notes = (count: number) =>
  Array.from({ length: count }, (_, i) => new File([`${i}`], `${i}.txt`));

test('five hundred small files need few requests to the backend, and are created before a connection is free', async () => {
  const { uploader, s3, clock } = createTestUploader({
    batching: true,
    forms: true,
    connections: 6,
    policy: { integrity: 'sha256' },
  });
  const release = s3.hold('post');
  const uploads = uploader.addAll(notes(500));

  await s3.receives('create', 4);
  expect(s3.calls[0]).toBe('create x12');
  release();
  await clock.runUntil(Promise.all(uploads.map(({ completed }) => completed)));

  const requests = s3.calls.filter((call) => !call.startsWith('post'));
  expect(requests.length).toBeLessThanOrEqual(16); // On this clock answers take no time, so connections run out of work.
  expect(s3.objects.size).toBe(500);
});

test('one small file does not wait for others', async () => {
  const { uploader, s3, clock } = createTestUploader({
    batching: true,
    policy: { integrity: 'crc64nvme' },
  });
  const [note] = notes(1);
  if (note) await uploader.add(note).completed;
  expect(clock.now()).toBe(createTestUploader().clock.now());
  expect(s3.calls).toEqual(['create', 'put 1', 'complete 1']);
});

test('a small file that fails does not delay the others', async () => {
  const { uploader, s3 } = createTestUploader({
    batching: true,
    policy: { integrity: 'crc64nvme' },
  });
  s3.answer('put 1', 400, 'InvalidRequest');
  const [first, second] = uploader.addAll(notes(2));

  await expect(first?.completed).rejects.toMatchObject({ code: 'storage-refused' });
  await second?.completed;

  expect(s3.calls.filter((call) => call.startsWith('complete'))).toEqual(['complete 1']);
});
