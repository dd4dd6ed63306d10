import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

/** Three parts. */
const film = (name: string) => new File(['0123456789'], name);
const namesOf = (uploader: ReturnType<typeof createTestUploader>['uploader']) =>
  uploader.getSnapshot().uploads.map(({ name }) => name);

test('waiting uploads start in the order that they were moved into', async () => {
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

test('moving an upload before itself, or with an unknown id, loses no upload', () => {
  const { uploader } = createTestUploader({ autoStart: false });
  const [a, b] = uploader.addAll(['a', 'b'].map(film));
  uploader.move(b?.id ?? '', b?.id);
  uploader.move('unknown', a?.id);
  expect(namesOf(uploader)).toEqual(['a', 'b']);
  uploader.move(a?.id ?? '', 'unknown');
  expect(namesOf(uploader)).toEqual(['b', 'a']);
});

test('a waiting upload can be renamed, and the object gets the new name', async () => {
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

test('an upload that was created at S3 can no longer be renamed', async () => {
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

test('a renamed file is found again after a reload, because the session names the file', async () => {
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

test('the policy judges the new name, not the name of the file', async () => {
  const policy = { integrity: 'none', accept: ['.mov'] } as const;
  const { uploader, s3 } = createTestUploader({ autoStart: false, policy });
  const upload = uploader.add(film('a.mov'));
  upload.rename('a.exe');
  upload.start();
  await expect(upload.completed).rejects.toMatchObject({ code: 'type-not-allowed' });
  expect(s3.calls).toEqual([]);
});
