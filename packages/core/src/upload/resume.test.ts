import { expect, test } from 'vitest';
import type { SessionStore } from '../ports/session-store.ts';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });

/** An upload of ten bytes that a reload interrupts when S3 holds two of three parts. */
async function interrupted() {
  const first = createTestUploader();
  const upload = first.uploader.add(digits());
  await first.s3.receives('put 2');
  first.uploader.close();
  const { s3, clock, sessions } = first;
  return { s3, clock, sessions, upload, before: s3.calls.length };
}

test('after a reload the same file sends only the parts that S3 does not have', async () => {
  const { s3, clock, sessions, before } = await interrupted();
  const { uploader } = createTestUploader({ s3, clock, sessions });
  const upload = uploader.add(digits());

  await upload.completed;

  expect(s3.calls.slice(before)).toEqual(['list', 'presign 3', 'put 3', 'complete 1,2,3']);
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
  expect(upload.getSnapshot().resumed).toBe(true);
  await expect.poll(() => sessions?.list()).toEqual([]);
});

test('a resumed upload keeps its plan when the part size option has changed', async () => {
  const { s3, clock, sessions, before } = await interrupted();
  const { uploader } = createTestUploader({ s3, clock, sessions, partSize: 5 });

  await uploader.add(digits()).completed;

  expect(s3.calls.slice(before)).toEqual(['list', 'presign 3', 'put 3', 'complete 1,2,3']);
});

test('an upload is found completed after the answer to its complete request was lost', async () => {
  const { s3, clock, sessions, before } = await interrupted();
  const [token] = (await sessions?.list())?.map((session) => session.token) ?? [];
  const [part] = await s3.backend.presign({
    uploads: [{ token: token ?? '', parts: [{ partNumber: 3 }] }],
  });
  if (!part || 'error' in part || !part.parts[0]) throw new Error('not presigned');
  const { url, headers } = part.parts[0];
  const { signal } = new AbortController();
  const body = new Blob(['89']);
  await s3.transport.send({ url, headers, body, signal, onProgress() {}, onSent() {} });
  await s3.backend.complete([{ token: token ?? '' }]);
  const { uploader } = createTestUploader({ s3, clock, sessions });

  const object = await uploader.add(digits()).completed;

  expect(object.objectKey).toBe('1/digits.txt');
  expect(s3.calls.slice(before + 3)).toEqual(['list']);
});

test.each(['token-invalid', 'token-expired', 'forbidden', 'upload-not-found'])(
  'when the backend answers a session with %s, the session is dropped and a new upload starts',
  async (code) => {
    const { s3, clock, sessions, before } = await interrupted();
    s3.answer('list', 401, code);
    const { uploader } = createTestUploader({ s3, clock, sessions });
    const upload = uploader.add(digits());

    await upload.completed;

    expect(s3.calls.slice(before, before + 2)).toEqual(['list', 'create']);
    expect(upload.getSnapshot().resumed).toBe(false);
    await expect.poll(() => sessions?.list()).toEqual([]);
  },
);

test('a part whose size differs from the plan is sent again', async () => {
  const { s3, clock, sessions, before } = await interrupted();
  const list = s3.backend.listParts;
  const lying = {
    ...s3,
    backend: {
      ...s3.backend,
      async listParts(token: string) {
        const listed = await list(token);
        if (listed.status === 'completed') return listed;
        const [first, ...others] = listed.parts;
        return { ...listed, parts: first ? [{ ...first, size: 3 }, ...others] : [] };
      },
    },
  };
  const { uploader } = createTestUploader({ s3: lying, clock, sessions });

  await uploader.add(digits()).completed;

  expect(s3.calls.slice(before)).toContain('put 1');
  expect(s3.calls.slice(before)).not.toContain('put 2');
});

test('another file of the same name and size does not get the session', async () => {
  const { s3, clock, sessions, before } = await interrupted();
  const { uploader } = createTestUploader({ s3, clock, sessions });

  await uploader.add(new File(['9876543210'], 'digits.txt', { lastModified: 1 })).completed;

  expect(s3.calls[before]).toBe('create');
});

test('adding the same file twice at once makes two independent uploads', async () => {
  const { uploader, s3, sessions } = createTestUploader();
  const uploads = uploader.addAll([digits(), digits()]);

  await Promise.all(uploads.map(({ completed }) => completed));

  expect(s3.objects.size).toBe(2);
  for (const body of s3.objects.values()) expect(await body.text()).toBe('0123456789');
  await expect.poll(() => sessions?.list()).toEqual([]);
});

test('of two uploads of the same file only the first uses the session, however the second ends', async () => {
  const { uploader, s3, sessions } = createTestUploader();
  const first = uploader.add(digits());
  await s3.receives('put 1');
  first.pause();
  const second = uploader.add(digits());
  await s3.receives('put 1', 2);
  second.pause();
  expect(await sessions?.list()).toMatchObject([{ token: 'token-1' }]);

  await second.cancel();
  expect(await sessions?.list()).toMatchObject([{ token: 'token-1' }]);

  await first.cancel();
  await expect.poll(() => sessions?.list()).toEqual([]);
});

test('expired sessions are removed from the store', async () => {
  const { s3, clock, sessions } = await interrupted();
  clock.advance(7 * 24 * 3_600_000);
  const { uploader } = createTestUploader({ s3, clock, sessions });

  await uploader.add(new File(['another file'], 'b.txt')).completed;

  await expect.poll(() => sessions?.list()).toEqual([]);
});

const refusing: SessionStore = {
  put: () => Promise.reject(new Error('refused')),
  delete: () => Promise.reject(new Error('refused')),
  list: () => Promise.reject(new Error('refused')),
};
test('when the session store fails, uploads work but cannot be resumed', async () => {
  const { uploader, s3 } = createTestUploader({ sessions: refusing });
  expect(uploader.getSnapshot().sessionsAvailable).toBe(true);

  await uploader.add(digits()).completed;

  expect(s3.calls).toEqual(['create', 'put 1', 'put 2', 'put 3', 'complete 1,2,3']);
  expect(uploader.getSnapshot().sessionsAvailable).toBe(false);
});

test('an upload from another device is resumed once its parts prove to belong to this file', async () => {
  const policy = { integrity: 'crc64nvme' } as const;
  const there = createTestUploader({ policy, anyDevice: true });
  there.uploader.add(digits());
  await there.s3.receives('put 2');
  there.uploader.close();
  const { s3, clock } = there;
  const before = s3.calls.length;
  const { uploader, sessions } = createTestUploader({ policy, s3, clock });
  const copied = new File(['0123456789'], 'digits.txt', { lastModified: 2 });
  const upload = uploader.add(copied);

  await upload.completed;

  expect(s3.calls.slice(before)).toEqual(['create', 'presign 3', 'put 3', 'complete 1,2,3']);
  expect(upload.getSnapshot().resumed).toBe(true);
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
  expect(await sessions?.list()).toEqual([]);
});

test('an upload from another device keeps its plan, whatever part size this device prefers', async () => {
  const policy = { integrity: 'crc64nvme' } as const;
  const there = createTestUploader({ policy, anyDevice: true });
  there.uploader.add(digits());
  await there.s3.receives('put 2');
  there.uploader.close();
  const { s3, clock } = there;
  const before = s3.calls.length;
  const { uploader } = createTestUploader({ policy, s3, clock, partSize: 5 });

  await uploader.add(digits()).completed;

  expect(s3.calls.slice(before)).toEqual(['create', 'presign 3', 'put 3', 'complete 1,2,3']);
});

test('an upload from another device uses the URLs that come with the response to create', async () => {
  const options = { policy: { integrity: 'crc64nvme' }, anyDevice: true, connections: 3 } as const;
  const there = createTestUploader(options);
  there.s3.hold('put 3');
  there.uploader.add(digits());
  await there.s3.receives('put 2');
  there.uploader.close();
  const { s3, clock } = there;
  const before = s3.calls.length;
  const { uploader } = createTestUploader({ ...options, s3, clock });

  await uploader.add(digits()).completed;

  const calls = s3.calls.slice(before);
  expect(calls.filter((call) => !/^put [12]$/.test(call))).toEqual([
    'create',
    'put 3',
    'complete 1,2,3',
  ]);
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
});

/** Files with the same fingerprint. */
function filmOf(middle: string): File {
  return new File([new Uint8Array(70_000), middle, new Uint8Array(70_000)], 'film.bin');
}

test('an upload of another file from another device is not mixed with this one', async () => {
  const policy = { integrity: 'crc64nvme' } as const;
  const options = { policy, anyDevice: true, partSize: 70_000 };
  const there = createTestUploader(options);
  there.uploader.add(filmOf('theirs'));
  await there.s3.receives('put 2');
  there.uploader.close();
  const { s3, clock } = there;
  const { uploader } = createTestUploader({ ...options, s3, clock });

  await uploader.add(filmOf('mine!!')).completed;

  expect([...s3.objects.keys()]).toEqual(['2/film.bin']);
  expect(await s3.objects.get('2/film.bin')?.text()).toBe(await filmOf('mine!!').text());
  expect(s3.unfinished).toBe(0);
});

test('without checksums no upload from another device is resumed', async () => {
  const there = createTestUploader({ anyDevice: true });
  there.uploader.add(digits());
  await there.s3.receives('put 2');
  there.uploader.close();
  const { s3, clock } = there;
  const { uploader } = createTestUploader({ s3, clock });

  await uploader.add(digits()).completed;

  expect([...s3.objects.keys()]).toEqual(['2/digits.txt']);
});

test('without a session store the snapshot says that uploads cannot be resumed', async () => {
  const { uploader } = createTestUploader({ sessions: null });

  await uploader.add(digits()).completed;

  expect(uploader.getSnapshot().sessionsAvailable).toBe(false);
});
