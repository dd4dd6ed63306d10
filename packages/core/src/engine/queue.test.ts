import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

/** Three parts. */
const film = (name: string) => new File(['0123456789'], name);
const namesOf = (uploader: ReturnType<typeof createTestUploader>['uploader']) =>
  uploader.getSnapshot().uploads.map(({ name }) => name);

test('what waits begins in the order that it was moved into', async () => {
  const { uploader, s3 } = createTestUploader();
  const release = s3.hold('put');
  const [a, b, c, d, e, f] = uploader.addAll(['a', 'b', 'c', 'd', 'e', 'f'].map(film));
  await expect.poll(() => s3.calls).toContain('put 1');
  if (!a || !b || !c || !d || !e || !f) throw new Error('Six were added.');

  uploader.move(f.id, d.id);
  uploader.move(d.id);
  expect(namesOf(uploader)).toEqual(['a', 'b', 'c', 'f', 'e', 'd']);

  const completed: string[] = [];
  uploader.on('upload-completed', ({ id }) =>
    completed.push(uploader.getUpload(id)?.file.name ?? ''),
  );
  release();
  await Promise.all([a, b, c, d, e, f].map((upload) => upload.completed));
  expect(completed.slice(-3)).toEqual(['f', 'e', 'd']);
});

test('a move before itself, of nobody, or before nobody who is there, loses nothing', () => {
  const { uploader } = createTestUploader({ autoStart: false });
  const [a, b] = uploader.addAll(['a', 'b'].map(film));
  uploader.move(b?.id ?? '', b?.id);
  uploader.move('nobody', a?.id);
  expect(namesOf(uploader)).toEqual(['a', 'b']);
  uploader.move(a?.id ?? '', 'nobody');
  expect(namesOf(uploader)).toEqual(['b', 'a']);
});

test('an upload that waits is renamed, and its object is named after that', async () => {
  const { uploader, s3 } = createTestUploader({ autoStart: false });
  const upload = uploader.add(film('img_0001.mov'));
  expect(upload.getSnapshot().actions.canRename).toBe(true);

  upload.rename('harbour.mov');
  expect(upload.getSnapshot()).toMatchObject({ name: 'harbour.mov', size: 10 });
  upload.start();
  const { objectKey } = await upload.completed;

  expect(objectKey).toContain('harbour.mov');
  expect(upload.file.name).toBe('img_0001.mov');
  expect(s3.objects.size).toBe(1);
});

test('once it was created it is too late for another name', async () => {
  const { uploader, s3 } = createTestUploader();
  const release = s3.hold('put 2');
  const upload = uploader.add(film('a.mov'));
  await expect.poll(() => s3.calls).toContain('put 2');
  upload.pause();

  expect(upload.getSnapshot().actions.canRename).toBe(false);
  upload.rename('b.mov');

  expect(upload.getSnapshot().name).toBe('a.mov');
  release();
});

test('a renamed file is found again after a reload: what is remembered is the file', async () => {
  const first = createTestUploader({ autoStart: false });
  const file = new File(['0123456789'], 'a.mov', { lastModified: 1 });
  const upload = first.uploader.add(file);
  upload.rename('b.mov');
  upload.start();
  await first.s3.receives('put 2');
  first.uploader.close();
  const { s3, clock, sessions, pages } = first;
  const second = createTestUploader({ s3, clock, sessions, pages });

  const [unfinished] = await second.uploader.getUnfinished();
  expect(unfinished?.name).toBe('a.mov');
  const { objectKey } = await second.uploader.add(file).completed;

  expect(objectKey).toContain('b.mov');
});

test('a name that the policy refuses is refused, whatever the file is called', async () => {
  const policy = { integrity: 'none', accept: ['.mov'] } as const;
  const { uploader, s3 } = createTestUploader({ autoStart: false, policy });
  const upload = uploader.add(film('a.mov'));
  upload.rename('a.exe');
  upload.start();
  await expect(upload.completed).rejects.toMatchObject({ code: 'type-not-allowed' });
  expect(s3.calls).toEqual([]);
});
