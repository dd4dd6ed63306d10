import type { JSHandle, Locator, Page } from '@playwright/test';

/** Pixels from the upper left corner of the page, or of an element. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Pair = readonly [Point, Point];

/** A piece of the page, or of an element, in pixels. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A whole page as the browser paints it. It counts in CSS pixels, so it needs a `deviceScaleFactor` of 1. */
export class Picture {
  readonly #pixels: JSHandle<ImageData>;

  private constructor(pixels: JSHandle<ImageData>) {
    this.#pixels = pixels;
  }

  static async take(page: Page): Promise<Picture> {
    const png = await page.screenshot({ fullPage: true, animations: 'disabled' });
    // The browser decodes its own picture, so we need no package for it.
    const pixels = await page.evaluateHandle(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      if (!context) throw new Error('This browser has no canvas.');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    }, png.toString('base64'));
    return new Picture(pixels);
  }

  /**
   * The contrast of each area, from 1 (a single colour) to 21 (black and white). The background is the most frequent
   * colour. The contrast is between the background and the colour that differs most from it.
   *
   * @param areas each has one box or several
   * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
   */
  contrastsOf(areas: readonly (readonly Box[])[]): Promise<readonly number[]> {
    return this.#pixels.evaluate(({ data, width, height }, wanted) => {
      const linear = Array.from({ length: 256 }, (_, channel) => {
        const share = channel / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      const linearAt = (at: number) => linear[data[at] ?? 0] ?? 0;
      const luminanceAt = (at: number) =>
        0.2126 * linearAt(at) + 0.7152 * linearAt(at + 1) + 0.0722 * linearAt(at + 2);
      const contrastOf = (boxes: readonly Box[]): number => {
        const counts = new Map<number, number>();
        for (const box of boxes) {
          const right = Math.min(width, Math.ceil(box.x + box.width));
          const bottom = Math.min(height, Math.ceil(box.y + box.height));
          for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y += 1) {
            for (let x = Math.max(0, Math.floor(box.x)); x < right; x += 1) {
              const luminance = luminanceAt((y * width + x) * 4);
              counts.set(luminance, (counts.get(luminance) ?? 0) + 1);
            }
          }
        }
        const [background] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
        if (background === undefined) throw new Error('A box is outside the page.');
        const darkest = Math.min(...counts.keys()) + 0.05;
        const lightest = Math.max(...counts.keys()) + 0.05;
        return Math.max(lightest / (background + 0.05), (background + 0.05) / darkest);
      };
      return wanted.map(contrastOf);
    }, areas);
  }

  /**
   * The contrast within a piece of an element.
   *
   * @param piece in pixels from the element's upper left corner
   */
  async contrastIn(element: Locator, piece: (box: Box) => Box): Promise<number> {
    const box = await boxOf(element);
    const [contrast = 1] = await this.contrastsOf([[pieceOf(box, piece(box))]]);
    return contrast;
  }

  /**
   * The contrast between two points.
   *
   * @param points in pixels from the element's upper left corner. Negative values are outside the element
   */
  async contrastBetween(element: Locator, points: (box: Box) => Pair): Promise<number> {
    const box = await boxOf(element);
    const pixels = points(box).map((point) => pieceOf(box, { ...point, width: 1, height: 1 }));
    const [contrast = 1] = await this.contrastsOf([pixels]);
    return contrast;
  }
}

/** Where an element is on its page. Throws when it is not displayed. */
function boxOf(element: Locator): Promise<Box> {
  return element.evaluate((shown) => {
    const { x, y, width, height } = shown.getBoundingClientRect();
    if (width * height === 0) throw new Error('The element has no box.');
    return { x: x + scrollX, y: y + scrollY, width, height };
  });
}

function pieceOf(box: Box, { x, y, width, height }: Box): Box {
  return { x: Math.floor(box.x + x), y: Math.floor(box.y + y), width, height };
}
