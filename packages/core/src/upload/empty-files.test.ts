import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

/** An empty file that has changed since the user picked it. */
class PickedFile extends File {
  readonly #read: () => ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #why: DOMException | undefined;

  /** @param why the name of the error when the browser reads the whole file at once */
  constructor(read: () => ReadableStream<Uint8Array<ArrayBuffer>>, why?: DOMException) {
    super([], 'empty.txt');
    this.#read = read;
    this.#why = why;
  }

  override stream() {
    return this.#read();
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    if (this.#why) throw this.#why;
    return super.arrayBuffer();
  }
}

/** The error of a browser's stream for every file that it cannot read. */
const refused = () =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.error(new TypeError('network error'));
    },
  });

test.each(['none', 'crc64nvme'] as const)(
  'an empty file that is still empty is uploaded, with integrity %s',
  async (integrity) => {
    const { uploader, s3 } = createTestUploader({ policy: { integrity } });
    await uploader.add(new File([], 'empty.txt')).completed;
    expect(s3.calls).toEqual(['create', 'put 1', 'complete 1']);
    expect(s3.objects.get('1/empty.txt')?.size).toBe(0);
  },
);

test.each([
  ['was deleted, in Chromium', 'NotFoundError', 'file-unreadable'],
  ['was deleted, in Firefox', 'AbortError', 'file-unreadable'],
  ['was changed, in Chromium', 'NotReadableError', 'file-changed'],
])('an empty file that %s, fails before an upload is created', async (_name, name, code) => {
  const why = new DOMException('', name);
  const { uploader, s3 } = createTestUploader({ policy: { integrity: 'crc64nvme' } });

  await expect(uploader.add(new PickedFile(refused, why)).completed).rejects.toMatchObject({
    code,
    cause: why,
  });
  expect(s3.calls).toEqual([]);
});

test('an empty file that has grown fails in Firefox, which reads only its first chunk', async () => {
  let chunks = 0;
  let canceled = false;
  const endless = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        chunks++;
        controller.enqueue(new Uint8Array(4));
      },
      cancel() {
        canceled = true;
      },
    });
  const { uploader, s3 } = createTestUploader();

  await expect(uploader.add(new PickedFile(endless)).completed).rejects.toMatchObject({
    code: 'file-changed',
  });
  expect(s3.calls).toEqual([]);
  expect(canceled).toBe(true);
  expect(chunks).toBeLessThan(5);
});

test('an empty file that is deleted during a pause fails when the upload resumes', async () => {
  let why: DOMException | undefined;
  const file = new File([], 'empty.txt');
  file.stream = () => (why ? refused() : new Blob().stream());
  file.arrayBuffer = () => (why ? Promise.reject(why) : new Blob().arrayBuffer());
  const { uploader, s3, connectivity } = createTestUploader();
  s3.lose('create');
  connectivity.goOffline();
  const upload = uploader.add(file);
  await s3.receives('create');
  await expect.poll(() => upload.getSnapshot().state.status, { timeout: 20_000 }).toBe('paused');

  why = new DOMException('', 'NotFoundError');
  connectivity.goOnline();

  await expect(upload.completed).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(s3.calls).toEqual(['create']);
});
