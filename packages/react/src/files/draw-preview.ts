/** Images larger than this, in bytes, keep their icon: decoded they could take the page's memory. */
const LARGEST_IMAGE = 64 * 1024 ** 2;
/** Seconds into a film: its first frame is often black. */
const POSTER_SECONDS = 1;

/** Pictures are decoded one after another, over all widgets: the memory that they take is the page's. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Draws a small picture of an image, or of a frame of a film, so that it fills the canvas. Browsers decode
 * both beside the page's own thread.
 *
 * @returns whether there is a picture now; what a browser cannot decode has none
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
  // Twice as high as needed, so that one higher than wide is sharp, too.
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
  if (!width || !height) throw new RangeError('There is nothing to see.');
  const scale = Math.max(canvas.width / width, canvas.height / height);
  const [w, h] = [width * scale, height * scale];
  canvas.getContext('2d')?.drawImage(source, (canvas.width - w) / 2, (canvas.height - h) / 2, w, h);
}
