import { type ReactNode, useState } from 'react';
import { useText } from '../text/text-context.ts';
import { IconButton } from './icon-button.tsx';
import { useOptions } from './options-context.ts';

/** Puts the key of a completed object on the clipboard. Pages that are not served securely have none. */
export function CopyKeyButton(props: {
  readonly name: string;
  readonly objectKey: string;
}): ReactNode {
  const { messages } = useText();
  const { say } = useOptions();
  const [isCopied, setCopied] = useState(false);
  if (!globalThis.navigator?.clipboard) return null;

  const copy = async () => {
    await navigator.clipboard.writeText(props.objectKey);
    setCopied(true);
    // What is read aloud is what was copied.
    say(props.objectKey);
  };
  return (
    <IconButton
      icon={isCopied ? 'check' : 'copy'}
      name={`${messages.copyKey}: ${props.name}`}
      // Where the browser refuses, the picture stays what it was.
      onClick={() => void copy().catch(() => {})}
    />
  );
}
