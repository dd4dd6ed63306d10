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
    /** The most requests to the storage that were open at once, whether they had a connection or not. */
    mostRequests: number;
    /** A test may provide this function: it asks for the headers of each request to the backend. */
    askHeaders?(): Promise<Record<string, string>>;
    /** The test provides this function. */
    tell(event: PageEvent): void;
  }
}

const options = new URLSearchParams(location.search);
window.seen = new Set();
const uploader = openUploader();
window.uploader = uploader;

/** Creates an uploader that reports its events to the test. */
function openUploader(): UploaderInstance {
  const opened = createUploader({
    backend: createHttpBackend({
      baseUrl: '/api',
      headers: async () => (await window.askHeaders?.()) ?? {},
    }),
    connections: Number(options.get('connections') ?? 4),
    random: createSeededRandom(Number(options.get('seed'))),
  });
  opened.subscribe(() => {
    for (const { state } of opened.getSnapshot().uploads) window.seen.add(state.status);
  });
  const nameOf = (id: string) => opened.getUpload(id)?.file.name ?? id;
  opened.on('upload-completed', ({ id }) => {
    window.tell({ type: 'completed', name: nameOf(id) });
  });
  opened.on('upload-failed', ({ id, error: { code, message } }) => {
    window.tell({ type: 'failed', name: nameOf(id), code, message });
  });
  return opened;
}

// Browsers send six requests to a host at once. Further ones wait inside, where the network does not see them.
window.mostRequests = 0;
let requests = 0;
const { send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.send = function (body) {
  requests++;
  window.mostRequests = Math.max(window.mostRequests, requests);
  this.addEventListener('loadend', () => requests--);
  send.call(this, body);
};

window.longestTaskMs = 0;
new PerformanceObserver((tasks) => {
  for (const { duration } of tasks.getEntries()) {
    window.longestTaskMs = Math.max(window.longestTaskMs, duration);
  }
}).observe({ type: 'longtask', buffered: true });

window.addEventListener('unhandledrejection', ({ reason }) => {
  window.tell({ type: 'unhandled', reason: String(reason) });
});

const [input, keeper, second] = document.querySelectorAll('input');
second?.addEventListener('change', () => openUploader().addAll(second.files ?? []));
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
