import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';
import { idleUploader } from './idle-uploader.ts';
import { openUploader } from './open-uploader.ts';

test('on a server, an endpoint has the placeholder, which accepts no files', () => {
  const { uploader, close } = openUploader({ endpoint: '/api' });

  expect(uploader).toBe(idleUploader);
  expect(() => uploader.add(new File([], 'a.txt'))).toThrow('mounted');
  close();
});

test('an uploader that the page owns stays open', () => {
  const { uploader: given } = createTestUploader({ autoStart: false });

  const { uploader, close } = openUploader({ uploader: given });
  close();

  expect(uploader).toBe(given);
  expect(() => given.add(new File([], 'a.txt'))).not.toThrow();
});
