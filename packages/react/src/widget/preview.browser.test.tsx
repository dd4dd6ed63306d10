import '../styles/index.css';
import { createStillUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { Uploader, type UploaderProps } from '../index.ts';

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('the preview of an image fills its tile', async () => {
  open(await redPicture(200, 60));

  await expect.poll(() => preview()?.dataset.drawn).toBe('true');
  expect([...cornerOf(preview())]).toEqual([255, 0, 0, 255]);
});

test('a file that is not really an image keeps its icon', async () => {
  open(new File(['no picture'], 'a.png', { type: 'image/png' }), await redPicture(10, 10));

  // Previews are drawn one after another: once the second is drawn, the first was tried.
  await expect.poll(() => preview(1)?.dataset.drawn).toBe('true');
  expect(preview(0)?.dataset.drawn).toBeUndefined();
});

test('the widget draws no previews if the page turns them off', async () => {
  open(await redPicture(10, 10), { previews: 'none' });

  await expect.poll(() => document.querySelector('.slipway-tile svg')).not.toBeNull();
  expect(preview()).toBeNull();
});

function open(...given: readonly (File | Pick<UploaderProps, 'previews'>)[]): void {
  const files = given.filter((item) => item instanceof File);
  const props = given.find((item) => !(item instanceof File)) ?? {};
  const uploader = createStillUploader(
    files.map((file) => ({ name: file.name, type: file.type, file, state: { status: 'queued' } })),
  );
  const container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  root.render(<Uploader uploader={uploader} {...props} />);
}

async function redPicture(width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  context.fillStyle = '#f00';
  context.fillRect(0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new File([blob], 'red.png', { type: 'image/png' });
}

function preview(index = 0): HTMLCanvasElement | null {
  const tile = document.querySelectorAll('.slipway-tile').item(index);
  return tile?.querySelector('canvas') ?? null;
}

function cornerOf(canvas: HTMLCanvasElement | null): Uint8ClampedArray {
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, 1, 1);
  if (!pixels) throw new Error('There is no picture.');
  return pixels.data;
}
