import type { ReactNode } from 'react';
import { usePart } from './use-part.ts';

/** Progress from 0 to 1. Uses the browser's element, which needs no inline style and so works under a strict CSP. */
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
      // Steps below a pixel would only cause repaints.
      value={Math.round(props.fraction * 1000) / 1000}
      aria-label={props.name}
      aria-valuetext={props.valueText}
    />
  );
}
