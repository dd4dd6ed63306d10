import type { MouseEvent, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { usePart } from './use-part.ts';

/** A button with an icon, and a name for screen readers that includes the file. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly name: string;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}): ReactNode {
  const part = usePart();
  return (
    <button
      type="button"
      {...part('button', 'slipway-icon-button')}
      aria-label={props.name}
      title={props.name}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
