import type { CompletedObject, UploadError } from '@slipway/core';
import { type ClipboardEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import { readPastedFiles } from '../files/pasted-files.ts';
import { useDropZone } from '../hooks/use-drop-zone.ts';
import { usePageDrops } from '../hooks/use-page-drops.ts';
import { useUploader } from '../hooks/use-uploader.ts';
import { useUploaderEvent } from '../hooks/use-uploader-event.ts';
import { useUploads } from '../hooks/use-uploads.ts';
import { english } from '../text/english.ts';
import { createFormat } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';
import { TextContext } from '../text/text-context.ts';
import { DropZone } from './drop-zone.tsx';
import { LiveRegion } from './live-region.tsx';
import { Note } from './note.tsx';
import { OptionsContext, type Previews } from './options-context.ts';
import { Totals } from './totals.tsx';
import { UploadList } from './upload-list.tsx';

/** How the widget looks and what it tells the page. */
export interface WidgetProps {
  /** Called with each object that is proven to be in the storage. */
  readonly onCompleted?: ((object: CompletedObject, file: File) => void) | undefined;
  /** Called when an upload needs the user: its own retries are used up, or none can help. */
  readonly onFailed?: ((error: UploadError, file: File) => void) | undefined;
  /** Every text, in one language. @defaultValue `english` */
  readonly messages?: Messages | undefined;
  /** `system` follows the device. @defaultValue the page's own `color-scheme` */
  readonly theme?: 'light' | 'dark' | 'system' | undefined;
  /** Takes no more files; those on their way go on. @defaultValue false */
  readonly disabled?: boolean | undefined;
  /**
   * Where files may be dropped: on the widget, or anywhere on the page. Either way, one dropped beside the
   * widget does not open in place of the page. @defaultValue `widget`
   */
  readonly dropTarget?: 'widget' | 'page' | undefined;
  /** Asks a phone for its camera in place of its files, as in `<input capture>`. @defaultValue files */
  readonly capture?: 'user' | 'environment' | undefined;
  /**
   * Of which files there are small pictures. Those of films need `media-src blob:` in a Content Security Policy.
   * @defaultValue `images`
   */
  readonly previews?: Previews | undefined;
  /** Added to the outermost element's class. */
  readonly className?: string | undefined;
}

/** The interface itself, for the uploader of the surrounding provider. */
export function Widget(props: WidgetProps): ReactNode {
  const { messages = english, theme, className, disabled = false } = props;
  const text = useMemo(() => ({ messages, format: createFormat(messages.locale) }), [messages]);
  const { previews = 'images' } = props;
  const options = useMemo(() => ({ previews }), [previews]);
  const uploader = useUploader();
  const snapshot = useUploads();
  const [unreadable, setUnreadable] = useState(0);

  const add = useCallback(
    (files: readonly File[], unreadable = 0) => {
      setUnreadable(unreadable);
      uploader.addAll(files);
    },
    [uploader],
  );
  const { isOver, dropProps } = useDropZone((dropped) => add(dropped.files, dropped.unreadable));

  const takesPage = props.dropTarget === 'page' && !disabled;
  usePageDrops(takesPage ? (dropped) => add(dropped.files, dropped.unreadable) : undefined);

  const paste = (event: ClipboardEvent) => {
    const files = readPastedFiles(event.clipboardData);
    if (disabled || files.length === 0) return;
    event.preventDefault();
    add(files);
  };

  useUploaderEvent('upload-completed', ({ id, object }) => {
    const file = uploader.getUpload(id)?.file;
    if (file) props.onCompleted?.(object, file);
  });
  useUploaderEvent('upload-failed', ({ id, error }) => {
    const file = uploader.getUpload(id)?.file;
    if (file) props.onFailed?.(error, file);
  });

  const { uploads } = snapshot;
  return (
    <TextContext.Provider value={text}>
      <section
        className={className ? `slipway-uploader ${className}` : 'slipway-uploader'}
        part="uploader"
        aria-label={messages.widget}
        lang={messages.locale}
        dir={messages.direction}
        data-theme={theme}
        data-over={isOver || undefined}
        data-filled={uploads.length > 0 || undefined}
        data-disabled={disabled || undefined}
        onPaste={paste}
        {...(disabled ? undefined : dropProps)}
      >
        <DropZone isOver={isOver} isDisabled={disabled} capture={props.capture} onFiles={add} />
        {unreadable > 0 && <Note urgent>{messages.unreadable(unreadable, text.format)}</Note>}
        {!snapshot.sessionsAvailable && uploads.length > 0 && <Note>{messages.cannotResume}</Note>}
        {uploads.length > 0 && <Totals snapshot={snapshot} />}
        {uploads.length > 0 && (
          <OptionsContext.Provider value={options}>
            <UploadList uploads={uploads} />
          </OptionsContext.Provider>
        )}
        <LiveRegion />
      </section>
    </TextContext.Provider>
  );
}
