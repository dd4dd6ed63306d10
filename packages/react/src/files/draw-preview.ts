/** Larger images, in bytes, keep their icon: decoding them could exhaust the page's memory. */
const LARGEST_IMAGE = 64 * 1024 ** 2;
/** The time of the frame, in seconds. The first frame of a video is often black. */
const POSTER_SECONDS = 1;

/** All widgets of the page decode one image at a time, because they share the page's memory. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Draws an image, or a frame of a video, so that it fills the canvas. Browsers decode both outside the page's thread.
 *
 * @returns whether it drew a preview; `false` if the browser cannot decode the file
 */
export function drawPreview(
  file: File,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): Promise<boolean> {
  const drawn = turn.then(async () => {
    if (signal.aborted) return false;
    try {
      await (file.type.startsWith('video/') ? drawFrame(file, canvas) : drawImage(file, canvas));
      return !signal.aborted;
    } catch {
      return false;
    }
  });
  turn = drawn;
  return drawn;
}

async function drawImage(file: File, canvas: HTMLCanvasElement): Promise<void> {
  if (file.size > LARGEST_IMAGE) throw new RangeError('The image is too large for a preview.');
  // Twice the needed height, so that portrait images are sharp too.
  const scaled = { resizeHeight: canvas.height * 2, resizeQuality: 'medium' } as const;
  const bitmap = await createImageBitmap(file, scaled);
  drawCovering(canvas, bitmap, bitmap.width, bitmap.height);
  bitmap.close();
}

async function drawFrame(file: File, canvas: HTMLCanvasElement): Promise<void> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    video.muted = true;
    video.preload = 'auto';
    const shown = settled(video);
    video.src = `${url}#t=${POSTER_SECONDS}`;
    await shown;
    drawCovering(canvas, video, video.videoWidth, video.videoHeight);
  } finally {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}

function settled(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(), { once: true });
    video.addEventListener('error', () => reject(video.error), { once: true });
  });
}

/** As `object-fit: cover` does. */
function drawCovering(
  canvas: HTMLCanvasElement,
  source: CanvasImageSource,
  width: number,
  height: number,
): void {
  if (!width || !height) throw new RangeError('The image is empty.');
  const scale = Math.max(canvas.width / width, canvas.height / height);
  const [w, h] = [width * scale, height * scale];
  canvas.getContext('2d')?.drawImage(source, (canvas.width - w) / 2, (canvas.height - h) / 2, w, h);
}
