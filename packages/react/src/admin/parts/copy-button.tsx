import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';

/** Puts a text on the clipboard. Pages that are not served securely have none, and so no button. */
export function CopyButton(props: {
  readonly text: string;
  /** What is copied, as in `Copy key`. */
  readonly what: string;
}): ReactNode {
  const [copied, setCopied] = useState<string>();
  if (!globalThis.navigator?.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(props.text);
  };
  return (
    // Where the browser refuses, the word stays what it was.
    <Button look="plain" onClick={() => void copy().catch(() => {})}>
      <span aria-live="polite">{copied === props.text ? 'Copied' : `Copy ${props.what}`}</span>
    </Button>
  );
}
