import type { PauseReason, Status, UploadSnapshot } from '@slipway/core';
import { memo, type ReactNode, useState } from 'react';
import { fileKind, type PicturedKind } from '../files/file-kind.ts';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import { folderOf, safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { describeCanceled, describeUpload } from '../text/upload-text.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { Details } from './details.tsx';
import { FileName } from './file-name.tsx';
import { Icon, type IconName } from './icon.tsx';
import { useOptions } from './options-context.ts';
import { Percent } from './percent.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { RowActions, type RowCommands } from './row-actions.tsx';
import { usePart } from './use-part.ts';
import type { Previews } from './widget-options.ts';

/** The place of a row in a list that renders only some of its rows. */
export interface RowPlace {
  readonly index: number;
  /** The number of rows in the whole list. */
  readonly count: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  /** Receives the row's element, to measure its height. */
  readonly measure: (row: HTMLLIElement | null) => void;
}

/** Props of {@link UploadRow}. */
interface UploadRowProps extends Partial<RowPlace>, RowCommands {
  readonly upload: UploadSnapshot;
  /** Whether it is about to be canceled and the user can still undo that. */
  readonly isCanceling: boolean;
  /** Whether the user is renaming it. */
  readonly isRenaming: boolean;
}

/** One added file. It renders again only when its own snapshot changes. */
export const UploadRow = memo(function UploadRow(props: UploadRowProps): ReactNode {
  const part = usePart();
  const { renderDetails } = useOptions();
  const { upload, isCanceling, index, count, start, measure, onRename } = props;
  const { messages, format } = useText();
  const uploader = useUploader();
  const [isOpen, setOpen] = useState(false);
  const { id, progress } = upload;
  const own = uploader.getUpload(id);
  const name = safeName(upload.name);
  const status = isCanceling ? 'canceled' : upload.state.status;
  const isSettled = SETTLED.has(status);
  const statusIcon = isCanceling ? undefined : statusIconOf(upload);
  const details = isCanceling
    ? describeCanceled(upload, messages, format)
    : describeUpload(upload, messages, format);
  const lazy = useLazyPart(isOpen, loadPartMap);
  const [isQueueOpen, setQueueOpen] = useState(false);
  const isWaiting = upload.actions.canRename && !isCanceling;
  const isRenaming = props.isRenaming && isWaiting;
  const queue = useLazyPart(isQueueOpen || isRenaming, loadQueue);
  const percent = format.percent(progress.fraction);
  const parts = messages.parts(progress.partsDone, progress.partCount, format);

  return (
    <li
      ref={measure}
      {...part('row')}
      data-status={status}
      data-upload-id={id}
      aria-label={name}
      data-index={index}
      // Screen readers announce the length of the whole list, and the row's position in it.
      aria-setsize={count}
      aria-posinset={index === undefined ? undefined : index + 1}
      style={start === undefined ? undefined : { insetBlockStart: `${start}px` }}
    >
      <FileTile upload={upload} />
      {isRenaming && queue.status === 'ready' && own ? (
        <queue.part.RenameField upload={own} onDone={onRename} />
      ) : (
        <FileName name={upload.name} folder={own && folderOf(own.file)} />
      )}
      {!isSettled && (
        <>
          <Percent
            percent={percent}
            opens={isWaiting ? messages.queue.more : progress.partCount > 1 ? parts : undefined}
            name={name}
            isOpen={isWaiting ? isQueueOpen : isOpen}
            onToggle={() => (isWaiting ? setQueueOpen(!isQueueOpen) : setOpen(!isOpen))}
          />
          <ProgressBar
            name={messages.progressOf(name, format)}
            fraction={progress.fraction}
            valueText={percent}
          />
        </>
      )}
      <span {...part('status')}>
        {statusIcon && <Icon name={statusIcon} />}
        <Details details={details} />
      </span>
      <span className="slipway-actions">
        <RowActions {...props} name={name} isSettled={isSettled} />
      </span>
      {renderDetails && <div className="slipway-row-details">{renderDetails(upload)}</div>}
      {isWaiting && isQueueOpen && queue.status === 'ready' && (
        <queue.part.QueueActions id={id} name={name} onRename={onRename} onMove={props.onMove} />
      )}
      {isOpen && !isSettled && !isWaiting && lazy.status === 'ready' && (
        <lazy.part.PartMap map={own?.getPartMap() ?? ''} text={parts} />
      )}
    </li>
  );
});

const SETTLED: ReadonlySet<Status> = new Set(['completed', 'failed', 'canceled']);

const loadQueue = () => import('./queue.ts');

const loadPartMap = () => import('./part-map.tsx');

const PAUSES = {
  user: 'pause',
  offline: 'offline',
  'other-page': 'waiting',
} as const satisfies Record<PauseReason, IconName>;

function statusIconOf({ state }: UploadSnapshot): IconName | undefined {
  switch (state.status) {
    case 'completed':
      return 'check';
    case 'failed':
      return 'alert';
    case 'queued':
      return 'waiting';
    case 'uploading':
      return state.heldBack ? 'waiting' : undefined;
    case 'paused':
      return PAUSES[state.reason];
    default:
      return undefined;
  }
}

/** The kinds of files that get a preview, for each choice of the page. */
const DRAWN: Readonly<Record<Previews, readonly PicturedKind[]>> = {
  all: ['image', 'video'],
  images: ['image'],
  none: [],
};

const loadPreview = () => import('./preview.tsx');

/** Shows the icon of a file's kind, and over it the file's preview if there is one. */
function FileTile({ upload }: { readonly upload: UploadSnapshot }): ReactNode {
  const { previews } = useOptions();
  const kind = fileKind(upload.name, upload.type);
  const lazy = useLazyPart(DRAWN[previews].includes(kind), loadPreview);
  const file = useUploader().getUpload(upload.id)?.file;
  return (
    <span className="slipway-tile" aria-hidden="true">
      <Icon name={kind} />
      {lazy.status === 'ready' && file && <lazy.part.Preview file={file} />}
    </span>
  );
}
