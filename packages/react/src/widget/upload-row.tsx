import type { UploadSnapshot } from '@slipway/core';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useUploader } from '../hooks/use-uploader.ts';
import { canRetryHelp } from '../text/error-text.ts';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { describeUpload } from '../text/upload-text.ts';
import { Details } from './details.tsx';
import { FileName } from './file-name.tsx';
import { FileTile } from './file-tile.tsx';
import { Icon, type IconName } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { ProgressBar } from './progress-bar.tsx';

/** Where a row is, in a list that draws only some of its rows. */
export interface RowPlace {
  readonly index: number;
  /** Rows of the whole list. */
  readonly count: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  /** To be told of the row's element, so that its height is known. */
  readonly measure: (row: HTMLLIElement | null) => void;
}

/** One file on its way. Rendered again only when its own snapshot changed. */
export const UploadRow = memo(function UploadRow(
  props: Partial<RowPlace> & {
    readonly upload: UploadSnapshot;
    readonly onRemove: (event: MouseEvent<HTMLButtonElement>, id: string) => void;
  },
): ReactNode {
  const { upload, onRemove, index } = props;
  const { messages, format } = useText();
  const uploader = useUploader();
  const { id, state, actions, progress } = upload;
  const name = safeName(upload.name);
  const statusIcon = statusIconOf(upload);
  const settled = ['completed', 'failed', 'canceled'].includes(state.status);
  const percent = format.percent(progress.fraction);

  return (
    <li
      ref={props.measure}
      className="slipway-row"
      part="row"
      data-status={state.status}
      data-upload-id={id}
      data-index={index}
      // Those who cannot see the list hear how long it is, and where in it they are.
      aria-setsize={props.count}
      aria-posinset={index === undefined ? undefined : index + 1}
      style={props.start === undefined ? undefined : { insetBlockStart: `${props.start}px` }}
    >
      <FileTile upload={upload} />
      <FileName name={upload.name} />
      {!settled && (
        <span className="slipway-percent" aria-hidden="true">
          {percent}
        </span>
      )}
      <ProgressBar
        name={messages.progressOf(name, format)}
        fraction={progress.fraction}
        valueText={percent}
      />
      <span className="slipway-status" part="status">
        {statusIcon && <Icon name={statusIcon} />}
        <Details details={describeUpload(upload, messages, format)} />
      </span>
      <span className="slipway-actions">{buttons()}</span>
    </li>
  );

  /** At most two, each at its own place: a button that changes its meaning keeps the focus. */
  function buttons(): ReactNode {
    const own = uploader.getUpload(id);
    const retries = state.status === 'failed' && actions.canRetry && canRetryHelp(state.error);
    return (
      <>
        {actions.canPause && action('pause', () => own?.pause(), 'first')}
        {actions.canResume && action('resume', () => own?.resume(), 'first')}
        {retries && action('retry', () => own?.retry(), 'first')}
        {settled && action('remove', (event) => onRemove(event, id), 'last')}
        {!settled && actions.canCancel && action('cancel', () => void own?.cancel(), 'last')}
      </>
    );
  }

  function action(
    kind: 'pause' | 'resume' | 'retry' | 'cancel' | 'remove',
    onClick: (event: MouseEvent<HTMLButtonElement>) => void,
    place: 'first' | 'last',
  ): ReactNode {
    const icon: IconName = kind === 'remove' ? 'cancel' : kind;
    return (
      <IconButton
        key={place}
        icon={icon}
        name={messages[kind](name, format)}
        tip={messages.tips[kind]}
        onClick={onClick}
      />
    );
  }
});

function statusIconOf({ state }: UploadSnapshot): IconName | undefined {
  switch (state.status) {
    case 'completed':
      return 'check';
    case 'failed':
      return 'alert';
    case 'queued':
      return 'waiting';
    case 'paused':
      return state.reason === 'offline' ? 'offline' : 'pause';
    default:
      return undefined;
  }
}
