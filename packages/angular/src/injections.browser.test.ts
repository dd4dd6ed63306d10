import '@angular/compiler';
import { type ApplicationRef, Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { createTestUploader } from '@slipway/core/testing';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import {
  injectDropZone,
  injectUnfinished,
  injectUpload,
  injectUploader,
  injectUploaderEvent,
  injectUploadPolicy,
  injectUploads,
  provideUploader,
  type UploaderInstance,
  type UploaderSource,
} from './index.ts';

let app: ApplicationRef | undefined;

afterEach(() => {
  leave();
  document.body.replaceChildren();
});

function leave(): void {
  app?.destroy();
  app = undefined;
}

/** Decorators are functions. The tests call them, because our compiler erases types and changes nothing else. */
class One {
  id = '';
  readonly one = injectUpload(() => this.id);
}
Component({
  selector: 'app-one',
  inputs: ['id'],
  template: `<p>{{ one.upload()?.name }}: {{ one.upload()?.state?.status }}</p>
    <button (click)="one.pause()">pause</button><button (click)="one.remove()">remove</button>`,
})(One);

const seen: { keys: string[]; uploader?: UploaderInstance } = { keys: [] };

let source: UploaderSource;

class Files {
  readonly uploader = injectUploader();
  readonly snapshot = injectUploads();
  readonly policy = injectUploadPolicy();
  readonly unfinished = injectUnfinished().unfinished;
  readonly zone = injectDropZone(({ files }) => this.uploader.addAll(files));

  constructor() {
    seen.keys = [];
    seen.uploader = this.uploader;
    injectUploaderEvent('upload-completed', ({ object }) => seen.keys.push(object.objectKey));
  }

  policyType(): string {
    return typeof this.policy();
  }
}
Component({
  selector: 'app-files',
  imports: [One],
  providers: [provideUploader(() => source)],
  template: `<section (drop)="zone.dropListeners.drop($event)">
    <p>{{ snapshot().totals.count }} files, {{ unfinished().length }} unfinished, policy {{ policyType() }}</p>
    @for (upload of snapshot().uploads; track upload.id) { <app-one [id]="upload.id" /> }
  </section>`,
})(Files);

async function show(shown: UploaderSource): Promise<void> {
  source = shown;
  document.body.appendChild(document.createElement('app-files'));
  app = await bootstrapApplication(Files, { providers: [provideZonelessChangeDetection()] });
}

test('a component follows its uploads, and hears of each completed one', async () => {
  const { uploader, s3 } = createTestUploader();
  await show({ uploader });

  uploader.add(new File(['12345678'], 'film.mov'));

  await expect.element(page.getByText('film.mov: completed')).toBeVisible();
  expect(seen.keys).toEqual([...s3.objects.keys()]);
  await expect.element(page.getByText('policy object')).toBeVisible();
});

test('commands act on one upload until it is removed from the list', async () => {
  const { uploader, s3 } = createTestUploader();
  s3.hold('put');
  uploader.add(new File(['1'], 'a.txt'));
  await show({ uploader });

  await page.getByRole('button', { name: 'pause' }).click();
  await expect.element(page.getByText('a.txt: paused')).toBeVisible();
  await page.getByRole('button', { name: 'remove' }).click();
  await expect.element(page.getByText('0 files')).toBeVisible();
});

test('a dropped file is uploaded', async () => {
  const { uploader } = createTestUploader();
  await show({ uploader });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(['1'], 'dropped.txt'));

  document.querySelector('section')?.dispatchEvent(new DragEvent('drop', { dataTransfer }));

  await expect.element(page.getByText('dropped.txt: completed')).toBeVisible();
});

test('an uploader that a component created closes with it, and a given one stays open', async () => {
  const { uploader: given } = createTestUploader();
  await show({ endpoint: '/api' });
  const { uploader: created } = seen;
  leave();
  await show({ uploader: given });
  leave();

  expect(() => created?.add(new File([], 'late.txt'))).toThrow();
  expect(() => given.add(new File([], 'later.txt'))).not.toThrow();
});
