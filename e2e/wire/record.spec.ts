/**
 * Records what today's page and backend say to each other: `SLIPWAY_WIRE_VERSION=0.2 npx playwright test --project=record`.
 * Record a version when it is released, and never change a recording.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { startBackend } from '../rig/backend.ts';
import { FileFactory, type TestFile } from '../rig/files.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { Storage } from '../rig/storage.ts';
import { Widget } from '../rig/widget.ts';
import { type Exchange, RECORDED, type Recording } from './exchange.ts';
import { startRecorder } from './recorder.ts';

const MiB = 1024 ** 2;
const version = process.env.SLIPWAY_WIRE_VERSION ?? '';

/** What a scene acts with. */
interface Stage {
  readonly widget: Widget;
  readonly page: Page;
  readonly storage: Storage;
  readonly file: TestFile;
}

interface Scene {
  readonly name: string;
  readonly title: string;
  /** Of the file, in bytes. */
  readonly size: number;
  readonly end: Recording['end'];
  readonly env?: Record<string, string>;
  act(stage: Stage): Promise<void>;
}

async function upload({ widget, file }: Stage): Promise<void> {
  await widget.pick(file);
  await widget.completes(1);
}

/** Picks the file, and lets S3 take only its first two parts. */
async function uploadTwoParts({ widget, file, storage }: Stage): Promise<() => void> {
  const release = holdPartsFrom(storage, 3);
  await widget.pick(file);
  await expect.poll(() => storage.storedParts().length).toBe(2);
  return release;
}

const SCENES: readonly Scene[] = [
  { name: 'empty', title: 'an empty file', size: 0, end: 'stored', act: upload },
  {
    name: 'form',
    title: 'a file of one part, as a form',
    size: 20_000,
    end: 'stored',
    env: { SLIPWAY_SMALL_FILES: 'post' },
    act: upload,
  },
  {
    name: 'put',
    title: 'a file of one part, by PUT',
    size: 20_000,
    end: 'stored',
    env: { SLIPWAY_INTEGRITY: 'crc64nvme' },
    act: upload,
  },
  {
    name: 'parts',
    title: 'a file of several parts',
    size: 30 * MiB,
    end: 'stored',
    act: upload,
  },
  {
    name: 'resumed',
    title: 'a file of several parts that continues after a reload',
    size: 60 * MiB,
    end: 'stored',
    async act(stage) {
      const { widget, page, storage, file } = stage;
      const release = await uploadTwoParts(stage);
      await widget.open();
      release();
      await expect.poll(() => storage.requestsUnderWay).toBe(0);
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: `Select file to resume: ${file.name}` }).click();
      await (await choosing).setFiles(file.path);
      await widget.completes(1);
    },
  },
  {
    name: 'canceled',
    title: 'a file of several parts that the user cancels',
    size: 60 * MiB,
    end: 'nothing stored',
    async act(stage) {
      await uploadTwoParts(stage);
      await stage.widget.button('Cancel', stage.file).click();
      await expect.poll(() => stage.storage.unfinishedUploads()).toBe(0);
    },
  },
];

for (const { name, title, size, end, env, act } of SCENES) {
  test(`records ${title}`, async ({ page }) => {
    const files = await FileFactory.create();
    const storage = await Storage.start();
    const file = await files.make('film.bin', size);
    const bytes = await readFile(file.path);
    const exchanges: Exchange[] = [];
    const toStorage = await startRecorder('storage', storage.url, bytes, exchanges);
    const backend = await startBackend({
      ...storage.backendEnvironment,
      ...env,
      S3_ENDPOINT: toStorage.url,
    });
    const toBackend = await startRecorder('backend', backend.url, bytes, exchanges);
    try {
      await storage.allowOrigin(toBackend.url);
      await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
      const widget = new Widget(page, toBackend.url);
      await widget.open();
      await act({ widget, page, storage, file });
      await storage.holdsExactly(end === 'stored' ? [file] : []);
      const recording: Recording = {
        version,
        title,
        file: { name: file.name, size },
        env: env ?? {},
        end,
        origins: { backend: toBackend.url, storage: toStorage.url },
        exchanges: exchanges.filter(
          ({ to, target }) => to === 'storage' || target.startsWith('/api/'),
        ),
      };
      await mkdir(join(RECORDED, version), { recursive: true });
      await writeFile(
        join(RECORDED, version, `${name}.json`),
        `${JSON.stringify(recording, undefined, 2)}\n`,
      );
    } finally {
      await page.close();
      await backend.stop();
      await toBackend.stop();
      await toStorage.stop();
      await storage.stop();
      await files.remove();
    }
  });
}
