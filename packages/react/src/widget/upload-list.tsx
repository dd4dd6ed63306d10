import type { UploadSnapshot } from '@slipway/core';
import { type MouseEvent, type ReactNode, useCallback, useState } from 'react';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import type { UndoableCancel } from '../hooks/use-undoable-cancel.ts';
import { useUploader } from '../hooks/use-uploader.ts';
import { useText } from '../text/text-context.ts';
import { focusNearbyRow } from './focus.ts';
import { type RowPlace, UploadRow } from './upload-row.tsx';

/** Up to so many rows are drawn whole; of more, those in sight. */
const MANY = 100;

const loadVirtualRows = () => import('./virtual-rows.tsx');

/** The files, in the order in which they were added. */
export function UploadList(props: {
  readonly uploads: readonly UploadSnapshot[];
  readonly undoable: UndoableCancel;
}): ReactNode {
  const { uploads, undoable } = props;
  const { messages } = useText();
  const uploader = useUploader();
  const [isLong, setLong] = useState(false);
  // Once long, it stays so: rows that were drawn anew would lose the keyboard's place.
  if (!isLong && uploads.length > MANY) setLong(true);
  const lazy = useLazyPart(isLong, loadVirtualRows);
  const remove = useCallback(
    (event: MouseEvent<HTMLButtonElement>, id: string) => {
      focusNearbyRow(event.currentTarget);
      uploader.remove(id);
    },
    [uploader],
  );
  const renderRow = (upload: UploadSnapshot, place?: RowPlace) => (
    <UploadRow
      key={upload.id}
      upload={upload}
      isCanceling={undoable.canceling.has(upload.id)}
      onCancel={undoable.cancel}
      onUndo={undoable.undo}
      onRemove={remove}
      {...place}
    />
  );
  const shown = isLong && lazy.status === 'waiting' ? uploads.slice(0, MANY) : uploads;

  return (
    <div className="slipway-frame" part="list">
      {isLong && lazy.status === 'ready' ? (
        <lazy.part.VirtualRows uploads={uploads} name={messages.list} renderRow={renderRow} />
      ) : (
        <ul className="slipway-list" aria-label={messages.list}>
          {shown.map((upload) => renderRow(upload))}
        </ul>
      )}
    </div>
  );
}
