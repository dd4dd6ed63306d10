import type { ReactNode } from 'react';
import { usePart } from './use-part.ts';

/** Progress from 0 to 1. The browser's own element: no inline style, so that a strict CSP holds. */
export function ProgressBar(props: {
  readonly name: string;
  readonly fraction: number;
  readonly valueText: string;
}): ReactNode {
  const part = usePart();
  return (
    <progress
      {...part('progress')}
      max={1}
      // Steps finer than a pixel would only cost repaints.
      value={Math.round(props.fraction * 1000) / 1000}
      aria-label={props.name}
      aria-valuetext={props.valueText}
    />
  );
}
