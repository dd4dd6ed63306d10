import type { Integrity } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import type { Checksummer } from '../ports/checksummer.ts';
import { createTestUploader, type TestUploaderOptions } from '../testing/index.ts';

const digits = (text = '0123456789') => new File([text], 'digits.txt', { lastModified: 1 });
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

/** An uploader with checksums. Uses the default mode of the server unless another one is given. */
function createUploader({ integrity, ...options }: TestUploaderOptions & WithIntegrity = {}) {
  return createTestUploader({ ...options, policy: { integrity } });
}
interface WithIntegrity {
  readonly integrity?: Integrity;
}

const times = (calls: readonly string[], call: string) => calls.filter((c) => c === call).length;

describe.each<Integrity>(['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5'])(
  'with %s',
  (integrity) => {
    test('the requests for each part and for the object carry their checksums', async () => {
      const { uploader, s3 } = createUploader({ integrity, connections: 1 });

      await uploader.add(digits()).completed;

      expect(s3.calls).toEqual([
        'create',
        'put 1',
        'presign 2',
        'put 2',
        'presign 3',
        'put 3',
        'complete 1,2,3',
      ]);
      expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
    });

    test('the URLs of the first part of each connection come with the response to create', async () => {
      const { uploader, s3 } = createUploader({ integrity, connections: 3 });

      await uploader.add(digits()).completed;

      expect(s3.calls).toEqual(['create', 'put 1', 'put 2', 'put 3', 'complete 1,2,3']);
    });

    test('create carries the checksum of a small file', async () => {
      const { uploader, s3 } = createUploader({ integrity });

      await uploader.add(tiny()).completed;

      expect(s3.calls).toEqual(['create', 'put 1', 'complete 1']);
    });

    test('S3 notices a byte that changes on its way, and the part is sent again', async () => {
      const { uploader, s3, clock } = createUploader({ integrity });
      s3.corrupt('put 2');

      await clock.runUntil(uploader.add(digits()).completed);

      expect(times(s3.calls, 'put 2')).toBe(2);
      expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
    });
  },
);

test('the fingerprint of a file is read before its parts', async () => {
  const read: string[] = [];
  const stepwise = createStepwiseChecksummer();
  const checksummer: Checksummer = {
    ...stepwise,
    compute(...part) {
      read.push('part');
      return stepwise.compute(...part);
    },
  };
  const file = digits();
  const slice = file.slice.bind(file);
  file.slice = (...range) => {
    if (range[1] === 64 * 1024) read.push('name');
    return slice(...range);
  };

  await createUploader({ checksummer }).uploader.add(file).completed;

  expect(read).toEqual(['name', 'part', 'part', 'part']);
});

test('without integrity no part is read for a checksum, and a byte that changes on its way stays unnoticed', async () => {
  const { uploader, s3 } = createUploader({ integrity: 'none' });
  s3.corrupt('put 2');

  await uploader.add(digits()).completed;

  expect(s3.calls[0]).toBe('create');
  expect(s3.calls[1]).toBe('put 1');
  expect(await s3.objects.get('1/digits.txt')?.text()).not.toBe('0123456789');
});

test('an empty file has a checksum, too', async () => {
  const { uploader, s3 } = createUploader();

  await uploader.add(new File([], 'empty.txt')).completed;

  expect(s3.objects.get('1/empty.txt')?.size).toBe(0);
});

test('an upload fails when the connection corrupts every part', async () => {
  const { uploader, s3, clock } = createUploader();
  for (let i = 0; i < 10; i++) s3.corrupt('put 1');

  await expect(clock.runUntil(uploader.add(digits()).completed)).rejects.toMatchObject({
    code: 'network-error',
  });
  expect(s3.objects.size).toBe(0);
});

/** A file whose bytes change after the first read, without an error from the browser. */
class RewrittenFile extends File {
  readonly #after = new Blob(['01234X6789']);
  #reads = 0;
  override slice(start?: number, end?: number): Blob {
    if (start === 4) this.#reads++;
    return this.#reads > 1 ? this.#after.slice(start, end) : super.slice(start, end);
  }
}

test('a file that changes between reading and sending fails at once, and S3 deletes its parts', async () => {
  const { uploader, s3, clock } = createUploader();
  const before = clock.now();
  const upload = uploader.add(new RewrittenFile(['0123456789'], 'digits.txt'));

  await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({ code: 'file-changed' });

  await s3.receives('abort');
  expect(times(s3.calls, 'put 2')).toBe(1);
  expect(s3.unfinished).toBe(0);
  expect(clock.now()).toBe(before);
});

/** A file that the browser never can read. */
class UnreadableFile extends File {
  override slice(): Blob {
    const part = super.slice();
    part.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    return part;
  }
}

test('a small file that cannot be read fails before an upload is created', async () => {
  const { uploader, s3 } = createUploader();

  await expect(
    uploader.add(new UnreadableFile(['abc'], 'tiny.txt')).completed,
  ).rejects.toMatchObject({ code: 'file-changed' });
  expect(s3.calls).toEqual([]);
});

test('an object at S3 that is not this file is not used', async () => {
  const { uploader, s3, clock } = createUploader();
  s3.answer('complete', 409, 'checksum-mismatch');

  await clock.runUntil(uploader.add(digits()).completed);

  expect(s3.calls.filter((call) => /create|abort/.test(call))).toEqual([
    'create',
    'abort',
    'create',
  ]);
  expect(await s3.objects.get('2/digits.txt')?.text()).toBe('0123456789');
  expect(s3.unfinished).toBe(0);
});

test('an upload requests URLs in few large batches', async () => {
  const { uploader, s3 } = createUploader({ connections: 6, partSize: 1 });
  const file = new File(['x'.repeat(36)], 'x.txt'); // As many parts as 1 GiB in parts of 28 MiB.

  await uploader.add(file).completed;

  const batches = s3.calls.filter((call) => call.startsWith('presign'));
  expect(batches.length).toBeLessThanOrEqual(6);
  expect(times(s3.calls, 'create')).toBe(1);
});

test('an upload that is paused while its parts are read continues where it was', async () => {
  const { uploader, s3 } = createUploader({ partSize: 1 });
  const upload = uploader.add(digits());
  await s3.receives('put 2');

  upload.pause();
  upload.resume();
  await upload.completed;

  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
  for (let n = 1; n <= 10; n++) expect(times(s3.calls, `put ${n}`)).toBe(1);
});

test('a run that has ended reads no more parts', async () => {
  const reader = createStepwiseChecksummer();
  let asked = 0;
  const checksummer: Checksummer = {
    ...reader,
    compute(part, mode, signal) {
      asked++;
      if (asked > 1_000) return new Promise(() => {}); // Otherwise a failure of this test would not end.
      return signal.aborted ? Promise.reject(signal.reason) : reader.compute(part, mode, signal);
    },
  };
  const { uploader, s3 } = createUploader({ partSize: 1, connections: 3, checksummer });
  const upload = uploader.add(digits());
  await s3.receives('put 1');

  upload.pause();
  upload.resume();
  await upload.completed;

  expect(asked).toBeLessThan(100);
});
