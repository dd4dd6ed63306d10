import { afterEach, expect, test } from 'vitest';
import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import { createTestUploader } from '../testing/index.ts';
import { readDroppedFiles } from './dropped-files.ts';

type Realm = Window & Pick<typeof globalThis, 'DOMException' | 'File'>;

let frame: HTMLIFrameElement | undefined;
afterEach(() => frame?.remove());

/** Another window of this origin, such as a popup that shows a part of the page. */
function openRealm(): Realm {
  frame = document.createElement('iframe');
  document.body.append(frame);
  return frame.contentWindow as Realm;
}

const picture = (realm: Realm) => new realm.File(['0123456789'], 'cat.png', { type: 'image/png' });

test('a file of another window is uploaded under its own name', async () => {
  const file = picture(openRealm());
  expect(file).not.toBeInstanceOf(File);
  const { uploader, s3 } = createTestUploader({ policy: { integrity: 'crc64nvme' } });

  const upload = uploader.add(file);

  await upload.completed;
  expect(upload.getSnapshot()).toMatchObject({ name: 'cat.png', type: 'image/png' });
  expect(await s3.objects.get('1/cat.png')?.text()).toBe('0123456789');
});

test('a file that is dropped in another window is found', async () => {
  const file = picture(openRealm());
  const item = { kind: 'file', getAsFile: () => file } as DataTransferItem;
  expect(await readDroppedFiles({ items: [item] })).toMatchObject({ files: [file] });
});

test('a file of another window that can no longer be read has changed', async () => {
  const realm = openRealm();
  const checksummer = createStepwiseChecksummer();
  const gone = new realm.DOMException('', 'NotReadableError');
  checksummer.compute = () => Promise.reject(gone);
  const { uploader } = createTestUploader({ policy: { integrity: 'crc64nvme' }, checksummer });
  await expect(uploader.add(picture(realm)).completed).rejects.toMatchObject({
    code: 'file-changed',
    cause: gone,
  });
});
