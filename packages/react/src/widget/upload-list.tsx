import type { UploaderSnapshot, UploadSnapshot } from '@slipway/core';
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
import { useUndoableCancel } from '../hooks/use-undoable-cancel.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { focusNearbyRow } from './focus.ts';
import { useOptions } from './options-context.ts';
import { Totals } from './totals.tsx';
import { type RowPlace, UploadRow } from './upload-row.tsx';
import { usePart } from './use-part.ts';

/** Longer lists render only the visible rows. */
const MANY = 100;

/** Keys that move a waiting file, together with Alt. */
const MOVES: Readonly<Record<string, QueueMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
};

const loadVirtualRows = () => import('./virtual-rows.tsx');

/** All added files: their totals, and a row for each in the order in which the user added them. */
export function Uploads({ snapshot }: { readonly snapshot: UploaderSnapshot }): ReactNode {
  const part = usePart();
  const { uploads } = snapshot;
  const undoable = useUndoableCancel();
  const { messages } = useText();
  const uploader = useUploader();
  const [isLong, setLong] = useState(false);
  // A long list stays long: recreated rows would lose the focus.
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
    <>
      <Totals snapshot={snapshot} undoable={undoable} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcuts for its rows; each row has a button for the same action. */}
      <div ref={frame} {...part('list', 'slipway-frame')} onKeyDown={press}>
        {isLong && lazy.status === 'ready' ? (
          <lazy.part.VirtualRows uploads={uploads} name={messages.list} renderRow={renderRow} />
        ) : (
          <ul className="slipway-list" aria-label={messages.list}>
            {shown.map((upload) => renderRow(upload))}
          </ul>
        )}
      </div>
    </>
  );
}
