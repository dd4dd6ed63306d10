import { createTestUploader } from '@slipway/core/testing';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { type App, createApp, defineComponent, h, ref } from 'vue';
import {
  provideUploader,
  type UploaderInstance,
  useDropZone,
  useUnfinished,
  useUpload,
  useUploader,
  useUploaderEvent,
  useUploadPolicy,
  useUploads,
} from './index.ts';

let app: App | undefined;

afterEach(() => {
  app?.unmount();
  app = undefined;
  document.body.replaceChildren();
});

function mount(setup: () => () => unknown): void {
  app = createApp(defineComponent({ setup: setup as never }));
  app.mount(document.body.appendChild(document.createElement('div')));
}

test('a component follows its uploads, and hears of each completed one', async () => {
  const { uploader, s3 } = createTestUploader();
  const keys: string[] = [];
  mount(() => {
    provideUploader({ uploader });
    const snapshot = useUploads();
    useUploaderEvent('upload-completed', ({ object }) => keys.push(object.objectKey));
    return () =>
      snapshot.value.uploads.map(({ name, state }) => h('p', `${name}: ${state.status}`));
  });

  uploader.add(new File(['12345678'], 'film.mov'));

  await expect.element(page.getByText('film.mov: completed')).toBeVisible();
  expect(keys).toEqual([...s3.objects.keys()]);
});

test('a child follows one upload, whose ID may change, and commands it', async () => {
  const { uploader, s3 } = createTestUploader();
  s3.hold('put');
  const [first, second] = uploader.addAll([new File(['1'], 'a.txt'), new File(['2'], 'b.txt')]);
  const id = ref(first?.id ?? '');
  const Child = defineComponent(() => {
    const { upload, pause, remove } = useUpload(id);
    return () => [
      h('p', `${upload.value?.name}: ${upload.value?.state.status}`),
      h('button', { onClick: pause }, 'pause'),
      h('button', { onClick: remove }, 'remove'),
    ];
  });
  mount(() => {
    provideUploader({ uploader });
    return () => h(Child);
  });

  await page.getByRole('button', { name: 'pause' }).click();
  await expect.element(page.getByText('a.txt: paused')).toBeVisible();
  id.value = second?.id ?? '';
  await expect.element(page.getByText(/^b\.txt: (?!paused)/)).toBeVisible();
  await page.getByRole('button', { name: 'remove' }).click();
  await expect.element(page.getByText('undefined: undefined')).toBeVisible();
});

test('a dropped file is uploaded', async () => {
  const { uploader } = createTestUploader();
  mount(() => {
    provideUploader({ uploader });
    const snapshot = useUploads();
    const { dropListeners } = useDropZone(({ files }) => uploader.addAll(files));
    const on = Object.entries(dropListeners).map(([name, listener]) => [
      `on${name[0]?.toUpperCase()}${name.slice(1)}`,
      listener,
    ]);
    return () => h('section', Object.fromEntries(on), `${snapshot.value.totals.count} files`);
  });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['1'], 'dropped.txt'));

  document.querySelector('section')?.dispatchEvent(new DragEvent('drop', { dataTransfer }));

  await expect.element(page.getByText('1 files')).toBeVisible();
});

test('an uploader that a component created closes with it, and a given one stays open', () => {
  const { uploader: given } = createTestUploader();
  let created: UploaderInstance | undefined;
  mount(() => {
    created = provideUploader({ endpoint: '/api' });
    expect(useUploader()).toBe(created);
    expect(useUnfinished().unfinished.value).toEqual([]);
    expect(useUploadPolicy().value).toBeUndefined();
    return () => null;
  });
  app?.unmount();
  mount(() => {
    provideUploader({ uploader: given });
    return () => null;
  });
  app?.unmount();
  app = undefined;

  expect(() => created?.add(new File([], 'late.txt'))).toThrow();
  expect(() => given.add(new File([], 'later.txt'))).not.toThrow();
});
