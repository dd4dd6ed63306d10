import type { UploaderSnapshot, UploadSnapshot } from '@slipway/core';
import type { MouseEvent, ReactNode } from 'react';
import type { UndoableCancel } from '../hooks/use-undoable-cancel.ts';
import { canRetryHelp } from '../text/error-text.ts';
import { countPending, describeTotals } from '../text/summary-text.ts';
import { useText } from '../text/text-context.ts';
import { describeLoaded, describePace } from '../text/upload-text.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { Details } from './details.tsx';
import { focusFileInput } from './focus.ts';
import { ProgressBar } from './progress-bar.tsx';
import { usePart } from './use-part.ts';

/** The totals of all files in one line, with the actions for all of them. */
export function Totals(props: {
  readonly snapshot: UploaderSnapshot;
  readonly undoable: UndoableCancel;
}): ReactNode {
  const part = usePart();
  const { snapshot, undoable } = props;

  const { messages, format } = useText();
  const uploader = useUploader();
  const { uploads, totals } = snapshot;
  const pending = countPending(snapshot);
  const canPause = uploads.some(({ actions }) => actions.canPause);
  const canResume = uploads.some(
    ({ id, actions }) => actions.canResume && !undoable.canceling.has(id),
  );
  const canRetry = uploads.some(
    ({ state }) => state.status === 'failed' && canRetryHelp(state.error),
  );
  const held = [...undoable.canceling];
  // Every upload that can be paused can also be canceled, but not the other way round.
  const unfinished = uploads.filter(
    ({ id, state, actions }) =>
      actions.canCancel && state.status !== 'failed' && !undoable.canceling.has(id),
  );
  const canClear = totals.byStatus.completed + totals.byStatus.canceled > 0;

  // The row of a single file has all of this. Only its end is worth a headline.
  if (uploads.length === 1 && totals.byStatus.completed === 0) return null;

  const resume = () => {
    // Uploads that are about to be canceled stay paused.
    for (const { id } of uploads) if (!undoable.canceling.has(id)) uploader.getUpload(id)?.resume();
  };

  const clear = (event: MouseEvent<HTMLButtonElement>) => {
    focusFileInput(event.currentTarget);
    uploader.clear();
  };

  return (
    <div {...part('totals')}>
      <span className="slipway-summary">{describeTotals(snapshot, messages, format)}</span>
      <span className="slipway-actions">
        {canPause && button('toggle', messages.pauseAll, () => uploader.pauseAll())}
        {!canPause && canResume && button('toggle', messages.resumeAll, resume)}
        {held.length > 1
          ? button('cancel', messages.undo, () => undoable.undo(held))
          : unfinished.length > 1 &&
            button('cancel', messages.cancelAll, () => undoable.cancel(unfinished.map(idOf)))}
        {canRetry && button('retry', messages.retryFailed, () => uploader.retryAll())}
        {canClear && button('clear', messages.clear, clear)}
      </span>
      {/* With a single file, its row already shows this. */}
      {pending > 0 && uploads.length > 1 && (
        <>
          <ProgressBar
            name={messages.totalProgress}
            fraction={totals.fraction}
            valueText={format.percent(totals.fraction)}
          />
          <span className="slipway-status">
            <Details
              details={[
                describeLoaded(totals.loaded, totals.total, messages, format),
                ...describePace(totals, messages, format),
              ]}
            />
          </span>
        </>
      )}
    </div>
  );

  function button(
    key: string,
    label: string,
    onClick: (event: MouseEvent<HTMLButtonElement>) => void,
  ): ReactNode {
    return (
      <button key={key} type="button" {...part('button')} onClick={onClick}>
        {label}
      </button>
    );
  }
}

function idOf({ id }: UploadSnapshot): string {
  return id;
}
