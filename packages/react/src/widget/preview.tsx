import { type ReactNode, useEffect, useRef, useState } from 'react';
import { drawPreview } from '../files/draw-preview.ts';
import { usePart } from './use-part.ts';

/** Width and height of a preview in pixels: twice the tile's, for screens with a high pixel density. */
const SIDE = 80;

/** A file's preview, drawn once its row is visible. The preview is invisible until then. */
export function Preview({ file }: { readonly file: File }): ReactNode {
  const part = usePart();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);

  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const end = new AbortController();
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void drawPreview(file, target, end.signal).then(setDrawn);
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
      end.abort();
    };
  }, [file]);

  return (
    <canvas
      ref={canvas}
      {...part('preview')}
      width={SIDE}
      height={SIDE}
      data-drawn={isDrawn || undefined}
    />
  );
}
