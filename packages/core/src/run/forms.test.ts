import { type ChecksumMode, UploadError, type UploadPolicy } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import type { WebDigests } from '../checksum/web-digests.ts';
import type { Checksummer } from '../ports/checksummer.ts';
import { createTestUploader } from '../testing/index.ts';

const note = (name = 'note.txt') => new File(['abcd'], name);
const setUp = () =>
  createTestUploader({ forms: true, batching: true, policy: { integrity: 'sha256' } });

test('a file of one part is sent as a form, and then confirmed', async () => {
  const { uploader, s3 } = setUp();

  await uploader.add(note()).completed;

  expect(s3.calls).toEqual(['create', 'post 1', 'complete 1']);
  expect(await s3.objects.get('1/note.txt')?.text()).toBe('abcd');
});

test('parts of a larger file are sent by PUT', async () => {
  const { uploader, s3, clock } = setUp();

  await clock.runUntil(uploader.add(new File(['12345678'], 'larger.txt')).completed);

  expect(s3.calls.filter((call) => /post|put/.test(call))).toEqual(['put 1', 'put 2']);
});

test.each([
  [405, 'MethodNotAllowed'],
  [501, 'NotImplemented'],
  [400, 'InvalidArgument'],
  [403, 'AccessDenied'],
])('a storage that answers a form with %i gets a PUT, and no more forms', async (status, code) => {
  const { uploader, s3, clock } = setUp();
  s3.answer('post 1', status, code);

  const uploads = uploader.addAll([note('a.txt'), note('b.txt')]);
  await clock.runUntil(Promise.all(uploads.map(({ completed }) => completed)));
  await uploader.add(note('c.txt')).completed;

  expect(s3.calls[0]).toBe('create x2');
  expect(s3.calls.filter((call) => call.startsWith('post'))).toEqual(['post 1']);
  expect(s3.calls.filter((call) => call.startsWith('put'))).toHaveLength(3);
  expect(s3.objects.size).toBe(3);
});

test('a form that S3 stored but whose answer CORS hides is found as the object of this file', async () => {
  const { uploader, s3, clock } = setUp();
  s3.lose('post 1', { applied: true });
  const upload = uploader.add(note());

  await clock.runUntil(upload.completed);

  expect(s3.calls).toEqual(['create', 'post 1', 'presign 1', 'put 1', 'list']);
  expect(s3.objects.size).toBe(1);
});

test('after one form succeeded, a form whose connection breaks is sent again as a form', async () => {
  const { uploader, s3, clock } = setUp();
  await uploader.add(note('a.txt')).completed;
  s3.lose('post 1');

  await clock.runUntil(uploader.add(note('b.txt')).completed);

  expect(s3.calls.some((call) => call.startsWith('put'))).toBe(false);
  expect(s3.objects.size).toBe(2);
});

test('a form that S3 keeps refusing fails the upload with the error of S3', async () => {
  const { uploader, s3, clock } = setUp();
  await uploader.add(note('a.txt')).completed;
  for (let i = 0; i < 4; i++) s3.answer('post 1', 403, 'SignatureDoesNotMatch');
  const upload = uploader.add(note('b.txt'));

  await expect(clock.runUntil(upload.completed)).rejects.toSatisfy(
    (error) => UploadError.is(error) && error.code === 'storage-refused',
  );
});

/** Sends one file to a server that offers forms. Answers how it was sent, and the mode of each checksum. */
async function send(file: File, policy: UploadPolicy, webDigests?: WebDigests) {
  const modes = new Set<ChecksumMode>();
  const stepwise = createStepwiseChecksummer(webDigests);
  const checksummer: Checksummer = {
    ...stepwise,
    compute(part, mode, signal) {
      modes.add(mode);
      return stepwise.compute(part, mode, signal);
    },
  };
  const { uploader, s3, clock } = createTestUploader({ forms: true, policy, checksummer });
  await clock.runUntil(uploader.add(file).completed);
  return { sent: s3.calls.filter((call) => /post|put/.test(call)), modes: [...modes] };
}

const { subtle } = crypto;

test('a file of one part has SHA-256 and is sent as a form, where the browser has WebCrypto', async () => {
  expect(await send(note(), {}, subtle)).toEqual({ sent: ['post 1'], modes: ['sha256'] });
});

test('a file of one part has CRC64NVME and is sent by PUT, where the browser has no WebCrypto', async () => {
  expect(await send(note(), {})).toEqual({ sent: ['put 1'], modes: ['crc64nvme'] });
});

test.each<ChecksumMode>(['crc64nvme', 'crc32c', 'md5'])(
  'a policy that names %s is respected, so a file of one part is sent by PUT',
  async (integrity) => {
    expect(await send(note(), { integrity }, subtle)).toEqual({
      sent: ['put 1'],
      modes: [integrity],
    });
  },
);

test('a policy that names SHA-256 is respected, also where the browser has no WebCrypto', async () => {
  expect(await send(note(), { integrity: 'sha256' })).toEqual({
    sent: ['post 1'],
    modes: ['sha256'],
  });
});

test('a file of several parts has CRC64NVME, whether the browser has WebCrypto or not', async () => {
  const large = new File(['12345678'], 'larger.txt');
  expect(await send(large, {}, subtle)).toEqual({ sent: ['put 1', 'put 2'], modes: ['crc64nvme'] });
});
