import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** A sentence about the whole widget. An urgent one is read out at once. */
export function Note(props: {
  readonly urgent?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <p className="slipway-note" part="note" role={props.urgent ? 'alert' : undefined}>
      <Icon name="alert" />
      <span>{props.children}</span>
    </p>
  );
}
