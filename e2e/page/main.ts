/** A page with only the engine. It uploads the files that the test picks and reports every event to the test. */
import { createHttpBackend, createUploader, type UploaderInstance } from '@slipway/core';
import { createSeededRandom } from '@slipway/core/testing';
import { readDroppedFiles } from '@slipway/react';
import type { PageEvent } from '../rig/page-event.ts';

declare global {
  interface Window {
    uploader: UploaderInstance;
    /** Every status that any upload went through. */
    seen: Set<string>;
    /**
     * The longest task since the page was opened, in milliseconds. 0 if no task took 50, or if the browser does not
     * report tasks.
     */
    longestTaskMs: number;
    /** A test may provide this function: it asks for the headers of each request to the backend. */
    askHeaders?(): Promise<Record<string, string>>;
    /** The test provides this function. */
    tell(event: PageEvent): void;
  }
}

const options = new URLSearchParams(location.search);
const uploader = createUploader({
  backend: createHttpBackend({
    baseUrl: '/api',
    headers: async () => (await window.askHeaders?.()) ?? {},
  }),
  connections: Number(options.get('connections') ?? 4),
  random: createSeededRandom(Number(options.get('seed'))),
});
window.uploader = uploader;
window.seen = new Set();
uploader.subscribe(() => {
  for (const { state } of uploader.getSnapshot().uploads) window.seen.add(state.status);
});

window.longestTaskMs = 0;
new PerformanceObserver((tasks) => {
  for (const { duration } of tasks.getEntries()) {
    window.longestTaskMs = Math.max(window.longestTaskMs, duration);
  }
}).observe({ type: 'longtask', buffered: true });

const nameOf = (id: string) => uploader.getUpload(id)?.file.name ?? id;
uploader.on('upload-completed', ({ id }) => {
  window.tell({ type: 'completed', name: nameOf(id) });
});
uploader.on('upload-failed', ({ id, error: { code, message } }) => {
  window.tell({ type: 'failed', name: nameOf(id), code, message });
});
window.addEventListener('unhandledrejection', ({ reason }) => {
  window.tell({ type: 'unhandled', reason: String(reason) });
});

const [input, keeper] = document.querySelectorAll('input');
input?.addEventListener('change', () => uploader.addAll(input.files ?? []));
keeper?.addEventListener('change', () => keepAndAdd(keeper.files?.[0] as File));

window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', async (event) => {
  event.preventDefault();
  const { files } = await readDroppedFiles({ items: [...(event.dataTransfer?.items ?? [])] });
  // In steps, as the widget does.
  for (let i = 0; i < files.length; i += 250) {
    uploader.addAll(files.slice(i, i + 250));
    await new Promise((resolve) => setTimeout(resolve));
  }
});

/** A test cannot answer the browser's own picker, so the handle belongs to a copy in the private file system. */
async function keepAndAdd(file: File): Promise<void> {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(file.name, { create: true });
  const copy = await handle.createWritable();
  await copy.write(file);
  await copy.close();
  uploader.add(await handle.getFile(), handle);
}

for (const unfinished of await uploader.getUnfinished()) {
  if (!unfinished.hasFile) continue;
  const button = document.createElement('button');
  button.textContent = `Resume ${unfinished.name}`;
  button.addEventListener('click', () => unfinished.resume());
  document.body.append(button);
}
