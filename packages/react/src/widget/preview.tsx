import { type ReactNode, useEffect, useRef, useState } from 'react';
import { drawPreview } from '../files/draw-preview.ts';
import { usePart } from './use-part.ts';

/** Pixels of a picture, each way: those of the tile on a screen with twice as many. */
const SIDE = 80;

/** A small picture of a file, drawn once its row is in sight. Nothing is seen until it is drawn. */
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
