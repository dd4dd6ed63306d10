import type { CompletedObject } from '@slipway/core';
import { createTestUploader, type TestUploader } from '@slipway/core/testing';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createApp, h, ref } from 'vue';
import type { SlipwayUploadEventMap } from './events.ts';
import type { SlipwayUploadAttributes } from './jsx.ts';
import type { SlipwayUploadElement } from './slipway-upload-element.ts';

// The built file that browsers load.
const SCRIPT = new URL('../dist/slipway-upload.js', import.meta.url).href;

let leave: (() => void) | undefined;

beforeAll(async () => {
  await import(/* @vite-ignore */ SCRIPT);
});

afterEach(() => {
  leave?.();
  document.body.replaceChildren();
});

test('a Vue page sets properties, receives events and sends the keys in its form', async () => {
  const { uploader } = createTestUploader();
  const stored = ref<readonly string[]>([]);
  const isDisabled = ref(true);
  const app = createApp(() => [
    h('form', [
      h('slipway-upload', {
        name: 'files',
        required: true,
        uploader,
        disabled: isDisabled.value,
        onUploadCompleted: ({ detail }: SlipwayUploadEventMap['upload-completed']) => {
          stored.value = [...stored.value, detail.object.objectKey];
        },
      }),
    ]),
    h('output', stored.value.join()),
  ]);
  app.mount(document.body.appendChild(document.createElement('div')));
  leave = () => app.unmount();
  await expect.element(page.getByLabelText('Browse files')).toBeDisabled();

  isDisabled.value = false;

  await expect.element(page.getByLabelText('Browse files')).toBeEnabled();
  await sendsWhatItStores({ uploader });
});

test('a React page sets properties, receives events and sends the keys in its form', async () => {
  const { uploader } = createTestUploader();
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  leave = () => root.unmount();
  const stored: CompletedObject[] = [];
  const render = (attributes: SlipwayUploadAttributes) =>
    root.render(
      <>
        <form>
          <slipway-upload
            name="files"
            required
            uploader={uploader}
            onupload-completed={({ detail }) => {
              stored.push(detail.object);
              render({ disabled: false });
            }}
            {...attributes}
          />
        </form>
        <output>{stored.map(({ objectKey }) => objectKey).join()}</output>
      </>,
    );
  render({ disabled: true });
  await expect.element(page.getByLabelText('Browse files')).toBeDisabled();

  render({ disabled: false });

  await expect.element(page.getByLabelText('Browse files')).toBeEnabled();
  await sendsWhatItStores({ uploader });
});

/** Uploads a file in the page's form. The form is invalid before and valid after, with the key from the event. */
async function sendsWhatItStores({ uploader }: Pick<TestUploader, 'uploader'>): Promise<void> {
  const form = document.querySelector('form');
  const element = document.querySelector('slipway-upload');
  if (!form || !isElement(element)) throw new Error('The page is not there.');
  expect(element.uploader).toBe(uploader);
  expect(form.checkValidity()).toBe(false);

  const { objectKey } = await uploader.add(new File(['1'], 'a.txt')).completed;

  await expect.element(page.getByText(objectKey, { exact: true })).toBeVisible();
  expect(form.checkValidity()).toBe(true);
  expect(new FormData(form).getAll('files')).toEqual([objectKey]);
}

function isElement(element: Element | null): element is SlipwayUploadElement {
  return element?.localName === 'slipway-upload';
}
