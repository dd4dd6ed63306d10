import { type CompletedObject, UploadError } from '@slipway/core';
import { type ClipboardEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { DroppedFiles } from '../files/dropped-files.ts';
import { readPastedFiles } from '../files/pasted-files.ts';
import { useAddFiles } from '../hooks/use-add-files.ts';
import { useAnnouncement } from '../hooks/use-announcement.ts';
import { useDropZone } from '../hooks/use-drop-zone.ts';
import { useFailureWarnings } from '../hooks/use-failure-warnings.ts';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import { usePageDrops } from '../hooks/use-page-drops.ts';
import { useUnfinished } from '../hooks/use-unfinished.ts';
import { useUploaderEvent } from '../hooks/use-uploader-event.ts';
import { useUploads } from '../hooks/use-uploads.ts';
import { english } from '../text/english.ts';
import { describeError } from '../text/error-text.ts';
import { createFormat } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';
import { TextContext, useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { DropZone } from './drop-zone.tsx';
import { LiveRegion } from './live-region.tsx';
import { Note } from './note.tsx';
import {
  type ClassNames,
  OptionsContext,
  type RenderDetails,
  type RenderZone,
} from './options-context.ts';
import type { StoredFile } from './stored-files.tsx';
import { readOptions, type WidgetOptionProps } from './widget-options.ts';

/** How the widget looks and what it tells the page. */
export interface WidgetProps extends WidgetOptionProps {
  /** Called with each object that is proven to be in the storage. */
  readonly onCompleted?: ((object: CompletedObject, file: File) => void) | undefined;
  /** Called when an upload needs the user: its own retries are used up, or none can help. */
  readonly onFailed?: ((error: UploadError, file: File) => void) | undefined;
  /** Files that are in the storage already, such as those of a form that is edited: shown below the others. */
  readonly stored?: readonly StoredFile[] | undefined;
  /** Called when the user removes one of `stored`; without it, none can be. The object itself is left alone. */
  readonly onRemoveStored?: ((file: StoredFile) => void) | undefined;
  /** Every text, in one language. @defaultValue `english` */
  readonly messages?: Messages | undefined;
  /** Added to the classes of the widget's pieces, by the name of the part. Keep it the same object: rows follow it. */
  readonly classNames?: ClassNames | undefined;
  /** Renders what invites to drop, in place of the picture and the words. The button to browse stays. */
  readonly renderZone?: RenderZone | undefined;
  /** Renders what the page adds to the row of a file: a link to it, a field for its title. Keep it the same function. */
  readonly renderDetails?: RenderDetails | undefined;
  /** Added to the outermost element's class. */
  readonly className?: string | undefined;
}

/** The interface itself, for the uploader of the surrounding provider. */
export function Widget(props: WidgetProps): ReactNode {
  const { messages = english } = props;
  const text = useMemo(() => ({ messages, format: createFormat(messages.locale) }), [messages]);
  return (
    <TextContext.Provider value={text}>
      <Interface {...props} />
    </TextContext.Provider>
  );
}

type FilesToAdd = Pick<DroppedFiles, 'files'> & Partial<DroppedFiles>;

/** What shows files: not on the first screen. */
const loadLists = () => import('./lists.ts').catch(() => import('./lists.ts'));

function Interface(props: WidgetProps): ReactNode {
  const { theme, variant, disabled, dropTarget, capture, previews, folders, copyKeys } =
    readOptions(props);
  const { className, stored = [] } = props;
  const { messages, format } = useText();
  const [announcement, say] = useAnnouncement();
  const { classNames, renderZone, renderDetails } = props;
  const options = useMemo(
    () => ({ previews, copyKeys, say, classNames, renderZone, renderDetails }),
    [previews, copyKeys, say, classNames, renderZone, renderDetails],
  );
  const uploader = useUploader();
  const addFiles = useAddFiles();
  const snapshot = useUploads();
  const { uploads } = snapshot;
  useFailureWarnings();
  const { unfinished, discard } = useUnfinished();
  const [unreadable, setUnreadable] = useState(0);
  const [isNear, setNear] = useState(false);
  const isFilled = uploads.length > 0;
  const isReturning = unfinished.length > 0;
  const hasStored = stored.length > 0;
  const lists = useLazyPart(isNear || isFilled || isReturning || hasStored, loadLists);
  // A user who comes near is about to add a file: load what uploads and shows it in the meantime.
  const comeNear = () => {
    setNear(true);
    if (!disabled) void uploader.warmUp();
  };

  const add = useCallback(
    ({ files, handles, unreadable = 0 }: FilesToAdd) => {
      setUnreadable(unreadable);
      addFiles(files, handles);
    },
    [addFiles],
  );
  const { isOver, dropProps } = useDropZone(add);

  const takesPage = dropTarget === 'page' && !disabled;
  usePageDrops(takesPage ? add : undefined);

  const paste = (event: ClipboardEvent) => {
    const files = readPastedFiles(event.clipboardData);
    if (disabled || files.length === 0) return;
    event.preventDefault();
    add({ files });
  };

  useUploaderEvent('upload-completed', ({ id, object }) => {
    const file = uploader.getUpload(id)?.file;
    if (file) props.onCompleted?.(object, file);
  });
  useUploaderEvent('upload-failed', ({ id, error }) => {
    const file = uploader.getUpload(id)?.file;
    if (file) props.onFailed?.(error, file);
  });

  return (
    <section
      className={['slipway-uploader', classNames?.uploader, className].filter(Boolean).join(' ')}
      part="uploader"
      aria-label={messages.widget}
      lang={messages.locale}
      dir={messages.direction}
      data-theme={theme}
      data-variant={variant}
      data-over={isOver || undefined}
      data-filled={isFilled || undefined}
      data-disabled={disabled || undefined}
      onPointerEnter={comeNear}
      onFocus={comeNear}
      onDragEnterCapture={comeNear}
      onPaste={paste}
      {...(disabled ? undefined : dropProps)}
    >
      <OptionsContext.Provider value={options}>
        <DropZone
          isOver={isOver}
          isDisabled={disabled}
          capture={capture}
          folders={folders}
          onFiles={add}
        />
        {unreadable > 0 && <Note urgent>{messages.unreadable(unreadable, format)}</Note>}
        {!snapshot.sessionsAvailable && isFilled && <Note>{messages.cannotResume}</Note>}
        {isReturning && lists.status === 'ready' && (
          <lists.part.UnfinishedUploads unfinished={unfinished} onDiscard={discard} />
        )}
        {isFilled &&
          lists.status === 'ready' &&
          (variant === 'button' ? (
            <lists.part.Foldable snapshot={snapshot}>
              <lists.part.Uploads snapshot={snapshot} />
            </lists.part.Foldable>
          ) : (
            <lists.part.Uploads snapshot={snapshot} />
          ))}
        {hasStored && lists.status === 'ready' && (
          <lists.part.StoredFiles stored={stored} onRemove={props.onRemoveStored} />
        )}
        {(isFilled || hasStored) && lists.status === 'missing' && (
          <Note urgent>{describeError(new UploadError('network-error'), messages, format)}</Note>
        )}
        <LiveRegion {...announcement} />
      </OptionsContext.Provider>
    </section>
  );
}
