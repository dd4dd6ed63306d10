import type { UploadSnapshot } from '@slipway/core';
import type { ReactNode } from 'react';
import { useText } from '../text/text-context.ts';
import { Icon } from './icon.tsx';
import { usePart } from './use-part.ts';

/** The progress of a file. For a file of several parts it is a button that shows their map. */
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
    // Screen readers read the same value from the progress bar.
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
