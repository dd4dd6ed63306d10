import type { UploadSnapshot } from '@slipway/core';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useRef,
  useState,
} from 'react';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import { type QueueMove, useQueueOrder } from '../hooks/use-queue-order.ts';
import type { UndoableCancel } from '../hooks/use-undoable-cancel.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { focusNearbyRow } from './focus.ts';
import { useOptions } from './options-context.ts';
import { type RowPlace, UploadRow } from './upload-row.tsx';
import { usePart } from './use-part.ts';

/** Up to so many rows are drawn whole; of more, those in sight. */
const MANY = 100;

/** With Alt held down. */
const MOVES: Readonly<Record<string, QueueMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
};

const loadVirtualRows = () => import('./virtual-rows.tsx');

/** The files, in the order in which they were added. */
export function UploadList(props: {
  readonly uploads: readonly UploadSnapshot[];
  readonly undoable: UndoableCancel;
}): ReactNode {
  const part = usePart();
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
  const frame = useRef<HTMLDivElement>(null);
  const { say } = useOptions();
  const move = useQueueOrder(uploads, frame, say);
  const [renaming, setRenaming] = useState<string>();
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const id = (event.target as Element).closest('li')?.dataset.uploadId;
    const to = event.altKey && MOVES[event.key];
    if (!id || !(to || event.key === 'F2')) return;
    event.preventDefault();
    if (to) move(id, to);
    else if (uploader.getUpload(id)?.getSnapshot().actions.canRename) setRenaming(id);
  };

  const renderRow = (upload: UploadSnapshot, place?: RowPlace) => (
    <UploadRow
      key={upload.id}
      upload={upload}
      isCanceling={undoable.canceling.has(upload.id)}
      onCancel={undoable.cancel}
      onUndo={undoable.undo}
      isRenaming={renaming === upload.id}
      onRename={setRenaming}
      onMove={move}
      onRemove={remove}
      {...place}
    />
  );
  const shown = isLong && lazy.status === 'waiting' ? uploads.slice(0, MANY) : uploads;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons in it, for which each row has a button, too.
    <div ref={frame} {...part('list', 'slipway-frame')} onKeyDown={press}>
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
