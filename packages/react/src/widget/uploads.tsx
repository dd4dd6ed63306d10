import type { UploaderSnapshot } from '@slipway/core';
import type { ReactNode } from 'react';
import { useUndoableCancel } from '../hooks/use-undoable-cancel.ts';
import { Totals } from './totals.tsx';
import { UploadList } from './upload-list.tsx';

/** All files that were added, one by one and in all. */
export function Uploads({ snapshot }: { readonly snapshot: UploaderSnapshot }): ReactNode {
  const undoable = useUndoableCancel();
  return (
    <>
      <Totals snapshot={snapshot} undoable={undoable} />
      <UploadList uploads={snapshot.uploads} undoable={undoable} />
    </>
  );
}
