import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { startBackend } from '../rig/backend.ts';
import { FileFactory } from '../rig/files.ts';
import { Storage } from '../rig/storage.ts';
import { type Exchange, type Recording, readRecordings } from './exchange.ts';
import { Renewal } from './renewal.ts';

// After a deploy, pages that users keep open are older than the backend.
for (const recording of await readRecordings()) {
  test(`today's backend serves the page of ${recording.version}: ${recording.title}`, async () => {
    const files = await FileFactory.create();
    const storage = await Storage.start();
    const file = await files.make(recording.file.name, recording.file.size);
    const bytes = await readFile(file.path);
    const backend = await startBackend({ ...storage.backendEnvironment, ...recording.env });
    try {
      await storage.allowOrigin(backend.url);
      const renewal = new Renewal();
      renewal.learn(recording.origins.storage, storage.url);
      const page = { recording, renewal, bytes, backend: backend.url };
      for (const exchange of recording.exchanges) await repeat(exchange, page);
      await storage.holdsExactly(recording.end === 'stored' ? [file] : []);
    } finally {
      await backend.stop();
      await storage.stop();
      await files.remove();
    }
  });
}

/** The page of a recording, which now uploads once more. */
interface OldPage {
  readonly recording: Recording;
  readonly renewal: Renewal;
  readonly bytes: Buffer;
  /** Origin of today's backend. */
  readonly backend: string;
}

async function repeat(exchange: Exchange, page: OldPage): Promise<void> {
  const { method, target, headers, answer } = exchange;
  const { renewal, recording, backend } = page;
  const url =
    exchange.to === 'backend'
      ? `${backend}${target}`
      : renewal.renew(`${recording.origins.storage}${target}`);
  const response = await fetch(url, {
    method,
    headers: { ...renewal.renew(headers), origin: backend },
    ...bodyOf(exchange, page),
  });
  const what = `${method} ${target.split('?')[0]}`;
  const text = await response.text();
  expect(response.status, `${what}: ${text}`).toBe(answer.status);
  if (answer.json !== undefined) renewal.compare(answer.json, JSON.parse(text), what);
  if (answer.headers.etag) renewal.learn(answer.headers.etag, response.headers.get('etag') ?? '');
}

function bodyOf({ json, bytes: range }: Exchange, { renewal, bytes }: OldPage): RequestInit {
  if (json !== undefined) return { body: JSON.stringify(renewal.renew(json)) };
  if (!range) return {};
  const content = new Uint8Array(bytes.subarray(range.start, range.end));
  if (!range.fields) return { body: content };
  const form = new FormData();
  for (const [name, value] of range.fields) form.append(name, renewal.renew(value));
  form.append('file', new Blob([content]));
  return { body: form };
}
