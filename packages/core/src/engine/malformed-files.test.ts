import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const settle = (uploads: readonly { readonly completed: Promise<unknown> }[]) =>
  Promise.allSettled(uploads.map(({ completed }) => completed));

const refused = (field: string) => ({
  status: 'rejected',
  reason: { code: 'invalid-request', message: expect.stringMatching(`^${field}: [A-Z].*\\.$`) },
});

const digits = () => new Blob(['0123456789'], { type: 'image/png' });

test('in a batch of files, those with malformed fields fail alone and are not sent to the backend', async () => {
  const metadata: Readonly<Record<string, object>> = {
    'control.txt': { title: 'a\u0000b' },
    'capital.txt': { Title: 'a' },
    'number.txt': { title: 5n },
    'good.txt': { title: 'Été in der Straße 東京', 'a_b.c': '' },
  };
  const { uploader, s3, clock } = createTestUploader({
    batching: true,
    connections: 6,
    metadata: ({ name }) => (metadata[name] ?? {}) as Readonly<Record<string, string>>,
  });
  const uploads = uploader.addAll([
    new File(['1'], 'control.txt'),
    new File(['2'], 'capital.txt'),
    new File(['3'], 'number.txt'),
    new File(['4'], 'good.txt'),
    new File(['5'], 'type.txt', { type: 'x'.repeat(1_025) }),
    new File(['6'], `${'n'.repeat(16_381)}.txt`),
    new Blob(['7'], { type: 'image/png' }),
    new File(['8'], 'plain.txt'),
  ]);

  const outcomes = await clock.runUntil(settle(uploads));

  expect(outcomes).toMatchObject([
    refused('metadata'),
    refused('metadata'),
    refused('metadata'),
    { status: 'fulfilled' },
    refused('type'),
    refused('name'),
    { status: 'fulfilled' },
    { status: 'fulfilled' },
  ]);
  expect([...s3.objects.keys()]).toEqual([
    expect.stringMatching(/good\.txt$/),
    expect.stringMatching(/blob\.png$/),
    expect.stringMatching(/plain\.txt$/),
  ]);
  expect(s3.calls.filter((call) => call.startsWith('create'))).toEqual(['create x3']);
});

test('when metadata() throws for one file, the others of its batch are uploaded', async () => {
  const { uploader, clock } = createTestUploader({
    batching: true,
    metadata({ name }) {
      if (name === 'bad.txt') throw new Error('No title.');
      return { title: 'a' };
    },
  });
  const names = ['a.txt', 'bad.txt', 'b.txt'];
  const uploads = uploader.addAll(names.map((name) => new File(['1'], name)));
  expect(await clock.runUntil(settle(uploads))).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { cause: { message: 'No title.' } } },
    { status: 'fulfilled' },
  ]);
});

test.each([
  ['', 'blob'],
  ['text/plain', 'blob'],
  ['image/png', 'blob.png'],
  ['image/jpeg', 'blob.jpeg'],
  ['image/svg+xml', 'blob.svg'],
  ['video/webm;codecs=vp9', 'blob.webm'],
  ['application/pdf', 'blob.pdf'],
  ['application/vnd.ms-excel', 'blob'],
  ['application/x-tar', 'blob'],
  ['no type', 'blob'],
])('a Blob of type "%s" is called %s', async (type, name) => {
  const { uploader, s3 } = createTestUploader();
  const upload = uploader.add(new Blob(['0123456789'], { type }));

  expect(upload.getSnapshot()).toMatchObject({ name, size: 10, type });
  expect(upload.file).toBeInstanceOf(File);
  await upload.completed;
  const [object] = s3.objects.values();
  expect(await object?.text()).toBe('0123456789');
});

test('a policy judges a Blob by the name that the uploader gives it', async () => {
  const { uploader } = createTestUploader({
    policy: { integrity: 'none', allowedExtensions: ['png'] },
  });
  const [picture, note] = uploader.addAll([
    new Blob(['1'], { type: 'image/png' }),
    new Blob(['2'], { type: 'text/plain' }),
  ]);

  await picture?.completed;
  await expect(note?.completed).rejects.toMatchObject({ code: 'type-not-allowed' });
});

test('adding the same Blob after a reload resumes its upload', async () => {
  const first = createTestUploader();
  first.s3.hold('put 2');
  first.uploader.add(digits());
  await first.s3.receives('put 1');
  await expect.poll(() => first.s3.calls).toContain('put 2');
  first.uploader.close();

  const { s3, sessions, clock } = first;
  const { uploader } = createTestUploader({ s3, sessions, clock });
  await uploader.add(digits()).completed;

  expect(s3.calls.filter((call) => call === 'create')).toHaveLength(1);
  expect(s3.calls.filter((call) => call === 'put 1')).toHaveLength(1);
});
