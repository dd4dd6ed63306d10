import type { Page } from '@playwright/test';
import { type Box, Picture } from './picture.ts';

/** WCAG's level AA, for text of any size. */
const LEAST_CONTRAST = 4.5;

/** A text on the page. */
export interface PaintedText {
  readonly words: string;
  /** The contrast between the most frequent colour behind it and the colour that differs most from that. */
  readonly contrast: number;
}

/** A text, with the boxes of its lines and of its runs in each direction. */
interface PlacedText {
  readonly words: string;
  readonly boxes: readonly Box[];
}

/** A painted page and its texts. */
export interface PaintedPage {
  readonly picture: Picture;
  readonly texts: readonly PaintedText[];
}

/**
 * Takes a picture of a page, and measures the contrast of every visible text as painted. Computed styles do not tell
 * the contrast. With forced colours, the browser replaces some of them and paints its own box behind text.
 */
export async function readPage(page: Page): Promise<PaintedPage> {
  const texts = await page.evaluate(findTexts);
  const picture = await Picture.take(page);
  const contrasts = await picture.contrastsOf(texts.map(({ boxes }) => boxes));
  return {
    picture,
    texts: texts.map(({ words }, i) => ({ words, contrast: contrasts[i] ?? 1 })),
  };
}

/** The texts with too little contrast, one line each, with their figures. */
export function faintOf(texts: readonly PaintedText[]): readonly string[] {
  return texts
    .filter(({ contrast }) => contrast < LEAST_CONTRAST)
    .map(({ words, contrast }) => `${words}: ${contrast.toFixed(2)}`);
}

/** Runs in the page. Leaves out text that a dialog covers, that is cut off, or that is only for screen readers. */
function findTexts(): readonly PlacedText[] {
  /** Pixels. Hidden text is clipped to one pixel. */
  const LEAST_SIDE = 3;
  /** Pixels of a field's edge, which has its own colours. */
  const EDGE = 4;
  const found: PlacedText[] = [];
  const frames = new Map<Element, DOMRect | undefined>();

  /** The intersection of two boxes. Empty if it is too small to read. */
  const overlapOf = (a: DOMRect, b: DOMRect): DOMRect => {
    const x = Math.max(a.x, b.x);
    const y = Math.max(a.y, b.y);
    const width = Math.min(a.right, b.right) - x;
    const height = Math.min(a.bottom, b.bottom) - y;
    const isSeen = width >= LEAST_SIDE && height >= LEAST_SIDE;
    return isSeen ? new DOMRect(x, y, width, height) : new DOMRect();
  };
  /** The visible area of an element's content. `undefined` if nothing clips it. */
  const frameOf = (element: Element): DOMRect | undefined => {
    if (frames.has(element)) return frames.get(element);
    const root = element.getRootNode();
    const host = root instanceof ShadowRoot ? root.host : null;
    const parent = element.assignedSlot ?? element.parentElement ?? host;
    const around = parent && !element.matches(':modal') ? frameOf(parent) : undefined;
    const { overflowX, clipPath } = getComputedStyle(element);
    let frame = around;
    if (clipPath !== 'none') frame = new DOMRect();
    else if (overflowX !== 'visible' && element !== document.body) {
      const own = element.getBoundingClientRect();
      frame = around ? overlapOf(own, around) : own;
    }
    frames.set(element, frame);
    return frame;
  };
  const keep = (words: string, element: Element, rects: Iterable<DOMRect>) => {
    const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (words.trim() === '' || !isSeen) return;
    const frame = frameOf(element);
    const boxes = Array.from(rects, (rect) => overlapOf(rect, frame ?? rect))
      .filter(({ width }) => width > 0)
      .map(({ x, y, width, height }) => ({ x: x + scrollX, y: y + scrollY, width, height }));
    if (boxes.length > 0) found.push({ words: words.trim(), boxes });
  };
  const keepField = (words: string, field: Element) => {
    const { x, y, width, height } = field.getBoundingClientRect();
    const inside = new DOMRect(x + EDGE, y + EDGE, width - 2 * EDGE, height - 2 * EDGE);
    keep(words, field, [inside]);
  };
  const visit = (node: Node): void => {
    if (node instanceof Text && node.parentElement) {
      const range = document.createRange();
      range.selectNodeContents(node);
      keep(node.data, node.parentElement, range.getClientRects());
    } else if (node instanceof HTMLInputElement) {
      const hasWords = !/checkbox|radio|file/.test(node.type);
      if (hasWords) keepField(node.value || node.placeholder, node);
    } else if (node instanceof HTMLSelectElement) {
      keepField(node.selectedOptions[0]?.text ?? '', node);
    } else if (node instanceof Element && !node.matches('script, style')) {
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) {
        visit(child);
      }
    }
  };
  visit(document.querySelector(':modal') ?? document.body);
  return found;
}
