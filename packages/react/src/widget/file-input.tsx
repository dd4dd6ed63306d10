import { type MouseEvent, type ReactNode, useCallback, useEffect, useRef } from 'react';
import { hasHandlePicker, type PickedFiles, pickFiles } from '../files/pick-files.ts';
import { idleUploader } from '../uploader/idle-uploader.ts';
import { useUploader } from '../uploader/use-uploader.ts';

/** What was picked: with handles where the browser gives them. */
export type FilesPicked = Pick<PickedFiles, 'files'> & Partial<PickedFiles>;

/**
 * The browser's own way to choose files: unseen, but what is clicked and focused is this. Where there is a picker
 * that gives handles, a click opens that one.
 */
export function FileInput(props: {
  readonly id: string;
  readonly isDisabled: boolean;
  readonly accept?: readonly string[] | undefined;
  readonly capture?: 'user' | 'environment' | undefined;
  readonly multiple: boolean;
  /** Chooses a folder, with all that is in it. Browsers that cannot choose files. */
  readonly isFolder?: boolean;
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly onFiles: (picked: FilesPicked) => void;
}): ReactNode {
  const { id, accept = [], onFiles } = props;
  const isReady = useUploader() !== idleUploader;
  const input = useRef<HTMLInputElement>(null);

  const take = useCallback(() => {
    const files = Array.from(input.current?.files ?? []);
    if (!input.current || !isReady || files.length === 0) return;
    // Else the browser would not report the same file picked again, which is how one resumes.
    input.current.value = '';
    onFiles({ files });
  }, [isReady, onFiles]);
  // Files picked before a page of the server came alive wait in the input.
  useEffect(take, [take]);

  const pick = (event: MouseEvent<HTMLInputElement>) => {
    if (!isReady || props.isFolder || props.capture || !hasHandlePicker()) return;
    event.preventDefault();
    const { currentTarget } = event;
    pickFiles(accept, props.multiple).then(
      (picked) => picked && onFiles(picked),
      // A page that may not use that picker may still use this one.
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
      // Any text that is not empty: Preact sets the property, whose truth counts, and React the attribute.
      {...(props.isFolder && { webkitdirectory: 'true' })}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      // A browser must not bring back, by itself, what an earlier visit had picked.
      autoComplete="off"
      onClick={pick}
      onChange={take}
    />
  );
}
