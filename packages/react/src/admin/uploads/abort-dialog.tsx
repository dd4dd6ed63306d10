import type { AdminAbortResult } from '@slipway/protocol';
import type { ReactNode } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { format, formatParts, formatUploads } from '../parts/format.ts';
import { KeyText } from '../parts/key-text.tsx';
import { Problem } from '../parts/problem.tsx';
import { type Column, VirtualTable } from '../parts/virtual-table.tsx';
import { type AbortTarget, sumFreed } from './abort-run.ts';
import { uploadKey } from './upload-key.ts';
import { type AbortState, useAbort } from './use-abort.ts';

/** Shows what an abort frees, asks for confirmation, and shows the progress and the result of each upload. */
export function AbortDialog(props: {
  readonly client: AdminClient;
  /** Must be the same object while the dialog is open. */
  readonly target: AbortTarget;
  /** Receives the results of the aborted uploads. */
  readonly onClose: (aborted: readonly AdminAbortResult[]) => void;
}): ReactNode {
  const { client, target, onClose } = props;
  const { state, abort, stop } = useAbort(client, target);
  const close = () => onClose(state.status === 'done' ? state.results : []);
  return (
    <Dialog
      title={titleOf(state)}
      onClose={close}
      isBusy={state.status === 'aborting'}
      actions={<Actions state={state} onAbort={abort} onStop={stop} onClose={close} />}
    >
      <Body state={state} />
    </Dialog>
  );
}

function titleOf(state: AbortState): string {
  switch (state.status) {
    case 'measuring':
      return 'Checking what would be deleted…';
    case 'asking':
      return state.found.length === 0
        ? 'Nothing to abort'
        : `Abort ${state.isPartial ? 'more than ' : ''}${formatUploads(state.found.length)}?`;
    case 'aborting':
      return 'Aborting…';
    case 'done':
      return state.error === undefined ? 'Done' : 'Abort interrupted';
  }
}

function Actions(props: {
  readonly state: AbortState;
  readonly onAbort: () => void;
  readonly onStop: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { state, onAbort, onStop, onClose } = props;
  if (state.status === 'aborting') return <Button onClick={onStop}>Stop</Button>;
  if (state.status === 'done') return <Button onClick={onClose}>Close</Button>;
  const isReady = state.status === 'asking' && state.found.length > 0;
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="danger" disabled={!isReady} onClick={onAbort}>
        Abort
      </Button>
    </>
  );
}

function Body({ state }: { readonly state: AbortState }): ReactNode {
  switch (state.status) {
    case 'measuring': {
      const { uploads, size } = sumFreed(state.found);
      return (
        <p role="status">
          {formatUploads(uploads)} with {format.size(size)} so far.
        </p>
      );
    }
    case 'asking':
      return <Question state={state} />;
    case 'aborting':
      return (
        <>
          <progress
            className="slipway-progress"
            aria-label="Aborted"
            max={state.total}
            value={state.results.length}
          />
          <p role="status">
            {format.count(state.results.length)} of {formatUploads(state.total)}
          </p>
        </>
      );
    case 'done':
      return (
        <>
          {state.error !== undefined && <Problem error={state.error} />}
          <Outcome results={state.results} />
        </>
      );
  }
}

function Question({ state }: { readonly state: AbortState & { status: 'asking' } }): ReactNode {
  const { uploads, parts, size, failed } = sumFreed(state.found);
  if (uploads === 0) return <p>No matches.</p>;
  const least = state.isPartial ? 'At least ' : '';
  return (
    <>
      <p>
        {least}
        <strong>{format.size(size)}</strong> in {formatParts(parts)} will be permanently deleted.
        Anyone still uploading one of these files has to start over.
      </p>
      {failed > 0 && <p>{formatUploads(failed)} could not be checked.</p>}
    </>
  );
}

const COLUMNS: readonly Column<AdminAbortResult>[] = [
  { id: 'key', head: 'Key', cell: ({ objectKey }) => <KeyText objectKey={objectKey} /> },
  {
    id: 'result',
    head: 'Result',
    cell: ({ freed, error }) => (freed ? `${format.size(freed.size)} deleted` : error.message),
  },
];

function Outcome({ results }: { readonly results: readonly AdminAbortResult[] }): ReactNode {
  if (results.length === 0) return <p>Nothing was aborted.</p>;
  const { uploads, size, failed } = sumFreed(results);
  return (
    <>
      <p role="status">
        {formatUploads(uploads - failed)} aborted, {format.size(size)} deleted
        {failed > 0 ? `. ${formatUploads(failed)} could not be aborted` : ''}.
      </p>
      <VirtualTable
        label="Result of each upload"
        name="results"
        columns={COLUMNS}
        // What went wrong comes first.
        rows={results.toSorted(
          (a, b) => Number(a.freed !== undefined) - Number(b.freed !== undefined),
        )}
        keyOf={uploadKey}
      />
    </>
  );
}
