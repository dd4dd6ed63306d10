import type { AdminUpload } from '@slipway/protocol';
import { type ReactNode, useSyncExternalStore } from 'react';
import { format, formatMoment, formatParts } from '../parts/format.ts';
import { KeyText } from '../parts/key-text.tsx';
import type { HeldParts } from './held-parts.ts';

type Cell = (upload: AdminUpload) => ReactNode;

/** The data and actions of the cells of an upload. */
export interface CellOptions {
  readonly held: HeldParts;
  readonly isSelected: (upload: AdminUpload) => boolean;
  readonly onSelect: (upload: AdminUpload, isSelected: boolean) => void;
  readonly onOpen: (upload: AdminUpload) => void;
}

/** The cells that depend on more than the upload itself. New cells make all visible rows render again. */
export function uploadCells({ held, isSelected, onSelect, onOpen }: CellOptions) {
  return {
    select: (upload) => (
      <input
        type="checkbox"
        aria-label={`Select ${upload.objectKey}`}
        checked={isSelected(upload)}
        onChange={({ target }) => onSelect(upload, target.checked)}
      />
    ),
    key: (upload) => (
      <button
        type="button"
        className="slipway-key"
        aria-label={upload.objectKey}
        onClick={() => onOpen(upload)}
      >
        <KeyText objectKey={upload.objectKey} />
      </button>
    ),
    held: (upload) => <Held held={held} upload={upload} />,
  } as const satisfies Record<string, Cell>;
}

/** The owner of an upload. */
export const ownerCell: Cell = ({ owner }) => owner ?? '–';

/** How long ago an upload started, and when. */
export const ageCell: Cell = ({ ageSeconds, initiatedAt }) => (
  <time dateTime={initiatedAt} title={formatMoment(initiatedAt)}>
    {format.duration(ageSeconds * 1_000)}
  </time>
);

/** When a lifecycle rule will abort an upload. */
export const keptCell: Cell = ({ keptUntil }) =>
  keptUntil ? <time dateTime={keptUntil}>{formatMoment(keptUntil)}</time> : 'Never';

/** Shows what one upload holds. A response renders only this cell again. */
function Held(props: { readonly held: HeldParts; readonly upload: AdminUpload }): ReactNode {
  const { held, upload } = props;
  const getState = () => held.get(upload);
  const state = useSyncExternalStore(held.subscribe, getState, getState);
  if (state === undefined) return <span className="slipway-waiting">…</span>;
  if ('error' in state) return 'Unknown';
  const { size, expectedSize, partCount } = state.parts;
  return (
    <span title={formatParts(partCount)}>
      {format.size(size)}
      {expectedSize !== undefined && (
        <span className="slipway-soft"> of {format.size(expectedSize)}</span>
      )}
    </span>
  );
}
