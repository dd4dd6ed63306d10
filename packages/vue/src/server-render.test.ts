import { expect, test } from 'vitest';
import { createSSRApp, defineComponent, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import {
  provideUploader,
  useUnfinished,
  useUploader,
  useUploadPolicy,
  useUploads,
} from './index.ts';

const Count = defineComponent(() => {
  const snapshot = useUploads();
  useUnfinished();
  useUploadPolicy();
  return () => h('b', snapshot.value.totals.count);
});

test('a server renders a component without uploads, and touches no browser API', async () => {
  const Page = defineComponent(() => {
    provideUploader({ endpoint: '/api' });
    return () => h(Count);
  });

  expect(await renderToString(createSSRApp(Page))).toBe('<b>0</b>');
});

test('a component without an uploader throws an error that says what to call', async () => {
  const Page = defineComponent(() => {
    useUploader();
    return () => null;
  });

  await expect(renderToString(createSSRApp(Page))).rejects.toThrow('provideUploader');
});
