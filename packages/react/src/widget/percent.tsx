import type { UploadSnapshot } from '@slipway/core';
import type { ReactNode } from 'react';
import { useText } from '../text/text-context.ts';
import { Icon } from './icon.tsx';
import { usePart } from './use-part.ts';

/** How far a file is; of one that goes in many parts, also what shows them. */
export function Percent(props: {
  readonly upload: UploadSnapshot;
  readonly name: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const part = usePart();
  const { messages, format } = useText();
  const { fraction, partsDone, partCount } = props.upload.progress;
  const percent = format.percent(fraction);
  if (partCount < 2) {
    // The bar says the same to those who do not see it.
    return (
      <span className="slipway-percent" aria-hidden="true">
        {percent}
      </span>
    );
  }
  const parts = messages.parts(partsDone, partCount, format);
  return (
    <button
      type="button"
      {...part('percent')}
      aria-label={`${percent}, ${parts}: ${props.name}`}
      aria-expanded={props.isOpen}
      title={parts}
      onClick={props.onToggle}
    >
      {percent}
      <Icon name="open" />
    </button>
  );
}
