import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { usePart } from './use-part.ts';

/** A sentence about the whole widget. An urgent one is read out at once. */
export function Note(props: {
  readonly urgent?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const part = usePart();
  return (
    <p {...part('note')} role={props.urgent ? 'alert' : undefined}>
      <Icon name="alert" />
      <span>{props.children}</span>
    </p>
  );
}
