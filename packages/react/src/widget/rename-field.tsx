import type { Upload } from '@slipway/core';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useText } from '../text/text-context.ts';
import { usePart } from './use-part.ts';

/** A field to rename a file. Enter and leaving the field save the name, Escape does not. */
export function RenameField(props: {
  readonly upload: Upload;
  readonly onDone: () => void;
}): ReactNode {
  const part = usePart();
  const { upload, onDone } = props;
  const { messages } = useText();
  const input = useRef<HTMLInputElement>(null);
  const { name } = upload.getSnapshot();

  useLayoutEffect(() => {
    input.current?.focus();
    // Selects the name without its extension, which tells the file's type.
    const { value = '' } = input.current ?? {};
    const dot = value.lastIndexOf('.');
    input.current?.setSelectionRange(0, dot > 0 ? dot : value.length);
  }, []);

  const keep = () => {
    const wanted = input.current?.value.trim();
    if (wanted && wanted !== name) upload.rename(wanted);
    onDone();
  };

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || !/^(Enter|Escape)$/.test(event.key)) return;
    // Otherwise Enter submits the form around the widget.
    event.preventDefault();
    const field = event.currentTarget;
    if (event.key === 'Escape') field.value = name;
    // Leaving the field saves its value. The focus stays in the row.
    field.closest('li')?.querySelector('button')?.focus();
  };

  return (
    <input
      ref={input}
      {...part('rename')}
      type="text"
      aria-label={`${messages.queue.rename}: ${name}`}
      defaultValue={name}
      autoComplete="off"
      spellCheck={false}
      onKeyDown={press}
      onBlur={keep}
    />
  );
}
