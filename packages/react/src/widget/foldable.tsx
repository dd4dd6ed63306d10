import type { UploaderSnapshot } from '@slipway/core';
import { type ReactNode, useId, useState } from 'react';
import { countPending, describeTotals } from '../text/summary-text.ts';
import { useText } from '../text/text-context.ts';
import { Icon } from './icon.tsx';
import { usePart } from './use-part.ts';

/** Where all files stand in a line, which unfolds into the files themselves. */
export function Foldable(props: {
  readonly snapshot: UploaderSnapshot;
  readonly children: ReactNode;
}): ReactNode {
  const part = usePart();
  const { snapshot, children } = props;
  const { messages, format } = useText();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const isPending = countPending(snapshot) > 0;
  return (
    <>
      <button
        type="button"
        {...part('fold')}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {describeTotals(snapshot, messages, format)}
        {isPending && (
          <span className="slipway-fold-percent">{format.percent(snapshot.totals.fraction)}</span>
        )}
        <Icon name="open" />
      </button>
      <div className="slipway-folded" id={id} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </>
  );
}
