import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { usePart } from './use-part.ts';

/** The progress of a file. It is a button if there is more to show: the map of the parts, or the actions of a waiting file. */
export function Percent(props: {
  readonly percent: string;
  /** What a click shows. Without it, there is no button. */
  readonly opens: string | undefined;
  readonly name: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const part = usePart();
  const { percent, opens } = props;
  if (opens === undefined) {
    // Screen readers read the same value from the progress bar.
    return (
      <span className="slipway-percent" aria-hidden="true">
        {percent}
      </span>
    );
  }
  return (
    <button
      type="button"
      {...part('percent')}
      aria-label={`${percent}, ${opens}: ${props.name}`}
      aria-expanded={props.isOpen}
      title={opens}
      onClick={props.onToggle}
    >
      {percent}
      <Icon name="open" />
    </button>
  );
}
