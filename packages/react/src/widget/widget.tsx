import { type CompletedObject, UploadError } from '@slipway/core';
import { type ReactNode, useMemo, useState } from 'react';
import { type Announcement, useAnnouncement } from '../hooks/use-announcement.ts';
import { useIncomingFiles } from '../hooks/use-incoming-files.ts';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import { useUnfinished } from '../hooks/use-unfinished.ts';
import { useUploadReports } from '../hooks/use-upload-reports.ts';
import { useUploads } from '../hooks/use-uploads.ts';
import { english } from '../text/english.ts';
import { describeError } from '../text/error-text.ts';
import { createFormat } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';
import { TextContext, useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { DropZone } from './drop-zone.tsx';
import { Icon } from './icon.tsx';
import {
  type ClassNames,
  OptionsContext,
  type RenderDetails,
  type RenderZone,
} from './options-context.ts';
import type { StoredFile } from './stored-files.tsx';
import { usePart } from './use-part.ts';
import { readOptions, type WidgetOptionProps } from './widget-options.ts';

/** How the widget looks, and what it reports to the page. */
export interface WidgetProps extends WidgetOptionProps {
  /** Called with each object once the backend has verified that it is in the storage. */
  readonly onCompleted?: ((object: CompletedObject, file: File) => void) | undefined;
  /** Called when an upload fails: its retries are used up, or retries cannot help. */
  readonly onFailed?: ((error: UploadError, file: File) => void) | undefined;
  /** Files that are already in the storage, such as those of an existing record. Listed below the others. */
  readonly stored?: readonly StoredFile[] | undefined;
  /** Called when the user removes one of `stored`. Without it users cannot remove any. The widget never deletes the object. */
  readonly onRemoveStored?: ((file: StoredFile) => void) | undefined;
  /** All texts, in one language. @defaultValue `english` */
  readonly messages?: Messages | undefined;
  /** Class names by part, added to the widget's own. Pass the same object in each render: a new one renders all rows. */
  readonly classNames?: ClassNames | undefined;
  /** Renders the drop zone's content in place of the icon and the text. The browse button stays. */
  readonly renderZone?: RenderZone | undefined;
  /** Renders additions to a file's row, such as a link or a title field. Pass the same function in each render. */
  readonly renderDetails?: RenderDetails | undefined;
  /** Added to the class names of the outermost element. */
  readonly className?: string | undefined;
}

/** The widget, for the uploader of the surrounding provider. */
export function Widget(props: WidgetProps): ReactNode {
  const { messages = english } = props;
  const text = useMemo(() => ({ messages, format: createFormat(messages.locale) }), [messages]);
  return (
    <TextContext.Provider value={text}>
      <Interface {...props} />
    </TextContext.Provider>
  );
}

/** The lists are not on the first screen, so they load later. A failed load is retried once. */
const loadLists = () => import('./lists.tsx').catch(() => import('./lists.tsx'));

function Interface(props: WidgetProps): ReactNode {
  const { theme, variant, disabled, dropTarget, capture, previews, folders, copyKeys } =
    readOptions(props);
  const { className, stored = [], classNames, renderZone, renderDetails } = props;
  const { messages, format } = useText();
  const [announcement, say] = useAnnouncement();
  const options = useMemo(
    () => ({ previews, copyKeys, say, classNames, renderZone, renderDetails }),
    [previews, copyKeys, say, classNames, renderZone, renderDetails],
  );
  const snapshot = useUploads();
  const left = useUnfinished();
  const { take, unreadable, isOver, incomingProps } = useIncomingFiles(disabled, dropTarget);
  useUploadReports(props);
  const isFilled = snapshot.uploads.length > 0;
  const hasStored = stored.length > 0;
  const hasRows = isFilled || hasStored || left.unfinished.length > 0;
  const [lists, comeNear] = useLazyLists(hasRows, disabled);

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
      {...incomingProps}
    >
      <OptionsContext.Provider value={options}>
        <DropZone
          isOver={isOver}
          isDisabled={disabled}
          capture={capture}
          folders={folders}
          onFiles={take}
        />
        {unreadable > 0 && <Note urgent>{messages.unreadable(unreadable, format)}</Note>}
        {!snapshot.sessionsAvailable && isFilled && <Note>{messages.cannotResume}</Note>}
        {lists.status === 'ready' && <lists.part.Lists {...props} {...left} snapshot={snapshot} />}
        {(isFilled || hasStored) && lists.status === 'missing' && (
          <Note urgent>{describeError(new UploadError('network-error'), messages, format)}</Note>
        )}
        <LiveRegion {...announcement} />
      </OptionsContext.Provider>
    </section>
  );
}

/** Loads the lists when there are rows to show. Returns them, and the listener for a user who comes near the widget. */
function useLazyLists(hasRows: boolean, isDisabled: boolean) {
  const uploader = useUploader();
  const [isNear, setNear] = useState(false);
  const lists = useLazyPart(isNear || hasRows, loadLists);
  // A user who comes near is about to add a file: load what uploads and shows it in the meantime.
  const comeNear = () => {
    setNear(true);
    if (!isDisabled) void uploader.warmUp();
  };
  return [lists, comeNear] as const;
}

/** Announces what happened to users of screen readers, without interrupting other speech. */
function LiveRegion({ text, turn }: Announcement): ReactNode {
  return (
    <div className="slipway-live" role="status" aria-live="polite" aria-atomic="true">
      {text && <span key={turn}>{text}</span>}
    </div>
  );
}

/** A sentence about the whole widget. Screen readers read an urgent one at once. */
function Note(props: { readonly urgent?: boolean; readonly children: ReactNode }): ReactNode {
  const part = usePart();
  return (
    <p {...part('note')} role={props.urgent ? 'alert' : undefined}>
      <Icon name="alert" />
      <span>{props.children}</span>
    </p>
  );
}
