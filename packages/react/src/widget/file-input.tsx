import type { FoundFiles } from '@slipway/core';
import { type MouseEvent, type ReactNode, useCallback, useEffect, useRef } from 'react';
import { hasHandlePicker, pickFiles, readInputFiles } from '../files/pick-files.ts';
import { placeholders, useUploader } from '../uploader/use-uploader.ts';

/**
 * The browser's file input. It is invisible but receives the clicks and the focus. Where the browser has a picker that gives
 * handles, a click opens that picker.
 */
export function FileInput(props: {
  readonly id: string;
  readonly isDisabled: boolean;
  readonly accept?: readonly string[] | undefined;
  readonly capture?: 'user' | 'environment' | undefined;
  readonly multiple: boolean;
  /** Picks a folder with everything in it. Browsers without folder picking pick files. */
  readonly isFolder?: boolean;
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly onFiles: (found: FoundFiles) => void;
}): ReactNode {
  const { id, accept = [], onFiles } = props;
  const isReady = !placeholders.has(useUploader());
  const input = useRef<HTMLInputElement>(null);

  const take = useCallback(() => {
    if (!input.current || !isReady) return;
    const found = readInputFiles(input.current);
    if (found.files.length === 0) return;
    // Otherwise the browser does not report the same file again, which the user picks to resume.
    input.current.value = '';
    onFiles(found);
  }, [isReady, onFiles]);
  // Files that the user picked before hydration wait in the input.
  useEffect(take, [take]);

  const pick = (event: MouseEvent<HTMLInputElement>) => {
    if (!isReady || props.isFolder || props.capture || !hasHandlePicker()) return;
    event.preventDefault();
    const { currentTarget } = event;
    pickFiles({ accept, multiple: props.multiple }).then(
      (found) => found.files.length > 0 && onFiles(found),
      // A page that may not use that picker can still use the one of the input.
      () => currentTarget.showPicker(),
    );
  };

  return (
    <input
      ref={input}
      id={id}
      className="slipway-input"
      type="file"
      disabled={props.isDisabled}
      capture={props.capture}
      multiple={props.multiple}
      accept={props.accept?.join(',')}
      // Any non-empty text works: Preact sets the property, which must be truthy, and React sets the attribute.
      {...(props.isFolder && { webkitdirectory: 'true' })}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      // Stops browsers from restoring the files of an earlier visit.
      autoComplete="off"
      onClick={pick}
      onChange={take}
    />
  );
}
