import { createTestUploader } from '@slipway/core/testing';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { UploaderProvider, useUpload } from '../index.ts';

const renders = new Map<string, number>();

afterEach(() => {
  renders.clear();
  document.body.replaceChildren();
});

test('a component renders when its upload changes, and not when others do', async () => {
  const { uploader, s3 } = createTestUploader({ autoStart: false });
  const moving = uploader.add(new File(['12345678'], 'moving.txt'));
  const resting = uploader.add(new File(['1'], 'resting.txt'));
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <UploaderProvider uploader={uploader}>
      <One id={moving.id} />
      <One id={resting.id} />
    </UploaderProvider>,
  );
  await expect.element(page.getByText(/^resting\.txt: /)).toBeVisible();

  moving.start();

  await expect.element(page.getByText('moving.txt: completed')).toBeVisible();
  expect(s3.objects.size).toBe(1);
  expect(renders.get(moving.id)).toBeGreaterThan(1);
  expect(renders.get(resting.id)).toBe(1);
  root.unmount();
});

test('commands act on this upload until it is removed from the list', async () => {
  const { uploader, s3 } = createTestUploader();
  s3.hold('put');
  const { id } = uploader.add(new File(['12345678'], 'film.mov'));
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <UploaderProvider uploader={uploader}>
      <One id={id} />
    </UploaderProvider>,
  );

  await page.getByRole('button', { name: 'pause' }).click();
  await expect.element(page.getByText('film.mov: paused')).toBeVisible();
  await page.getByRole('button', { name: 'cancel' }).click();
  await expect.element(page.getByText('film.mov: canceled')).toBeVisible();
  await page.getByRole('button', { name: 'remove' }).click();
  await expect.element(page.getByText('gone')).toBeVisible();
  root.unmount();
});

test('the hook renames a waiting upload', async () => {
  const { uploader } = createTestUploader({ autoStart: false });
  const { id } = uploader.add(new File(['12345678'], 'film.mov'));
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <UploaderProvider uploader={uploader}>
      <One id={id} />
    </UploaderProvider>,
  );

  await page.getByRole('button', { name: 'rename' }).click();

  await expect.element(page.getByText('harbour.mov: paused')).toBeVisible();
  root.unmount();
});

function One({ id }: { readonly id: string }): ReactNode {
  const { upload, rename, ...commands } = useUpload(id);
  renders.set(id, (renders.get(id) ?? 0) + 1);
  if (!upload) return <p>gone</p>;
  return (
    <div>
      <p>{`${upload.name}: ${upload.state.status}`}</p>
      <button type="button" onClick={() => rename('harbour.mov')}>
        rename
      </button>
      {Object.entries(commands).map(([name, run]) => (
        <button key={name} type="button" onClick={run}>
          {name}
        </button>
      ))}
    </div>
  );
}
