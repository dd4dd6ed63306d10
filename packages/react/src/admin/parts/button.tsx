import type { MouseEvent, ReactNode } from 'react';

/** A button of the console. */
export function Button(props: {
  readonly children: ReactNode;
  /** `plain` is a word in the accent color. `danger` destroys something. @defaultValue `framed` */
  readonly look?: 'framed' | 'plain' | 'main' | 'danger' | undefined;
  readonly type?: 'button' | 'submit' | undefined;
  /** A name for screen readers, if the text alone is ambiguous. */
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
}): ReactNode {
  const { children, look = 'framed', type = 'button', label, disabled, onClick } = props;
  return (
    <button
      type={type === 'submit' ? 'submit' : 'button'}
      className="slipway-button"
      data-look={look}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
