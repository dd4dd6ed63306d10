import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';

/** Copies a text. Insecure pages have no clipboard, so they have no button. */
export function CopyButton(props: {
  readonly text: string;
  /** The name of what it copies, as in `Copy key`. */
  readonly what: string;
}): ReactNode {
  const [copied, setCopied] = useState<string>();
  if (!globalThis.navigator?.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(props.text);
  };
  return (
    // If the browser refuses, the text does not change.
    <Button look="plain" onClick={() => void copy().catch(() => {})}>
      <span aria-live="polite">{copied === props.text ? 'Copied' : `Copy ${props.what}`}</span>
    </Button>
  );
}
