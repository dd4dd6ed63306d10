import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { startBackend } from '../rig/backend.ts';
import { FileFactory, type TestFile } from '../rig/files.ts';
import { Storage } from '../rig/storage.ts';
import { Widget } from '../rig/widget.ts';
import { type Json, partNumberOf, type Recording, readRecordings } from './exchange.ts';
import { OldBackend } from './old-backend.ts';

// During a deploy, some replicas are older than the page. A page from a CDN can be newer than its backend for long.
const recordings = await readRecordings();
for (const recording of recordings) {
  test(`today's page uploads through the backend of ${recording.version}: ${recording.title}`, async ({
    page,
  }) => {
    const files = await FileFactory.create();
    const storage = await Storage.start();
    const file = await files.make(recording.file.name, recording.file.size);
    const today = await startBackend(storage.backendEnvironment);
    const old = await OldBackend.start(recording, today.url);
    try {
      await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
      await uploadAsThen(recording, { page, old, file });
      sendsNothingNew(recording, old);
      if (recording.end === 'stored') await storedAsThen(recording, old, await readFile(file.path));
    } finally {
      await page.close();
      await old.stop();
      await today.stop();
      await storage.stop();
      await files.remove();
    }
  });
}

/** What the user did in the recording. */
async function uploadAsThen(
  { exchanges }: Recording,
  { page, old, file }: { page: Page; old: OldBackend; file: TestFile },
): Promise<void> {
  const did = (path: string) => exchanges.some(({ target }) => target === `/api/uploads/${path}`);
  const widget = new Widget(page, old.url);
  if (did('abort') || did('parts')) old.holdsFrom = 3;
  await widget.open();
  await widget.pick(file);
  if (old.holdsFrom < Number.POSITIVE_INFINITY) await expect.poll(() => old.parts.size).toBe(2);
  if (did('abort')) {
    await widget.button('Cancel', file).click();
    await expect.poll(() => old.asked.at(-1)?.path, { timeout: 30_000 }).toBe('/api/uploads/abort');
    return;
  }
  if (did('parts')) {
    await widget.open();
    old.holdsFrom = Number.POSITIVE_INFINITY;
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: `Select file to resume: ${file.name}` }).click();
    await (await choosing).setFiles(file.path);
  }
  await widget.completes(1);
}

/** A backend refuses fields that it does not know. It knows those of all recordings of its version. */
function sendsNothingNew({ version }: Recording, old: OldBackend): void {
  const ofVersion = recordings.filter((recording) => recording.version === version);
  const exchanges = ofVersion.flatMap((recording) => recording.exchanges);
  for (const { path, json } of old.asked) {
    const known = exchanges.filter(({ target }) => target === path);
    const names = new Set(known.flatMap(({ json: then }) => namesIn(then ?? null)));
    expect([...names], path).toEqual(expect.arrayContaining(namesIn(json)));
  }
}

function namesIn(json: Json): string[] {
  if (json === null || typeof json !== 'object') return [];
  const own = Array.isArray(json) ? [] : Object.keys(json);
  return own.concat(Object.values(json).flatMap((value) => namesIn(value as Json)));
}

/** The store took the same bytes, and Complete said the same of them. */
async function storedAsThen(
  { exchanges }: Recording,
  old: OldBackend,
  bytes: Buffer,
): Promise<void> {
  const stored = exchanges.filter(({ to }) => to === 'storage');
  expect(old.parts.size).toBe(stored.length);
  for (const { target, bytes: range } of stored) {
    const number = partNumberOf(target);
    const body = old.parts.get(number);
    const content = bytes.subarray(range?.start, range?.end);
    expect(range?.fields ? body?.includes(content) : body?.equals(content), target).toBe(true);
  }
  const complete = '/api/uploads/complete';
  expect(old.asked.find(({ path }) => path === complete)?.json).toEqual(
    exchanges.find(({ target }) => target === complete)?.json,
  );
}
