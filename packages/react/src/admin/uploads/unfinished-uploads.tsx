import type { AdminUpload, UploadFilter } from '@slipway/protocol';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { formatUploads } from '../parts/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { usePages } from '../parts/use-pages.ts';
import { VirtualTable } from '../parts/virtual-table.tsx';
import { AbortDialog } from './abort-dialog.tsx';
import { AbortOlderDialog } from './abort-older-dialog.tsx';
import type { AbortTarget } from './abort-run.ts';
import { useHeldParts } from './held-parts.ts';
import { nextOrder, type SortOrder, sortUploads } from './sort-uploads.ts';
import { uploadCells } from './upload-cells.tsx';
import { uploadColumns } from './upload-columns.tsx';
import { UploadDialog } from './upload-dialog.tsx';
import { UploadFilterForm } from './upload-filter-form.tsx';
import { uploadKey } from './upload-key.ts';

/** The first page is small, so that rows appear soon. Later pages are large, which saves requests. */
const FIRST_PAGE = 100;
const LATER_PAGES = 1_000;
/** In rows: half a page. Even a fast scroll takes longer to pass them than the next page takes to load. */
const NEAR_END = 500;

/** The open dialog. */
type Open =
  | { readonly kind: 'upload'; readonly upload: AdminUpload }
  | { readonly kind: 'older' }
  | { readonly kind: 'abort'; readonly target: AbortTarget };

/**
 * Shows uploads that are neither completed nor aborted, so that S3 charges for their parts: key, owner, age and stored
 * bytes. Admins can abort one, a selection, or all older than an age.
 */
export function UnfinishedUploads({ client }: { readonly client: AdminClient }): ReactNode {
  const [filter, setFilter] = useState<UploadFilter>({});
  const [order, setOrder] = useState<SortOrder>({ column: 'key', isDescending: false });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open>();
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const limit = cursor === undefined ? FIRST_PAGE : LATER_PAGES;
      const { uploads, cursor: next } = await client.listUploads(
        { ...filter, limit, cursor },
        signal,
      );
      return { items: uploads, cursor: next };
    },
    [client, filter],
  );
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const pages = usePages(load);
  const { items, isLoading, hasMore, isEmpty, isUnknown } = pages;
  const { error, loadMore, loadAll, stop, reload, remove } = pages;
  const rows = useMemo(() => sortUploads(items, order), [items, order]);
  const held = useHeldParts(client);
  const chosen = useMemo(() => pickSelected(items, selected), [items, selected]);
  const cells = useMemo(
    () =>
      uploadCells({
        held,
        isSelected: (upload) => selected.has(uploadKey(upload)),
        onSelect: (upload, isSelected) =>
          setSelected((all) => toggled(all, uploadKey(upload), isSelected)),
        onOpen: (upload) => setOpen({ kind: 'upload', upload }),
      }),
    [held, selected],
  );
  const columns = uploadColumns({
    cells,
    order,
    onSort: (column) => setOrder(nextOrder(order, column)),
    areAllSelected: items.length > 0 && chosen.length === items.length,
    onSelectAll: (isSelected) => setSelected(new Set(isSelected ? items.map(uploadKey) : [])),
  });
  const abort = (target: AbortTarget) => setOpen({ kind: 'abort', target });
  const begin = (wanted: UploadFilter) => {
    setSelected(new Set());
    setFilter(wanted);
  };

  return (
    <Panel
      title="Unfinished uploads"
      lead="Incomplete multipart uploads. You’re billed for their parts until they’re completed or aborted."
      actions={
        <>
          <Button onClick={reload}>Reload</Button>
          <Button onClick={() => setOpen({ kind: 'older' })}>Abort old uploads…</Button>
          <Button
            look="danger"
            disabled={chosen.length === 0}
            onClick={() => abort({ kind: 'chosen', uploads: chosen })}
          >
            {chosen.length === 0 ? 'Abort selected' : `Abort ${formatUploads(chosen.length)}…`}
          </Button>
        </>
      }
    >
      <UploadFilterForm onFilter={begin} />
      {error !== undefined && (
        <Problem error={error} onRetry={items.length === 0 ? reload : loadMore} />
      )}
      {isEmpty && (
        <p className="slipway-empty">{isFiltered ? 'No matches.' : 'No unfinished uploads.'}</p>
      )}
      {!isEmpty && !isUnknown && (
        <VirtualTable
          label="Unfinished uploads"
          name="uploads"
          columns={columns}
          rows={rows}
          keyOf={uploadKey}
          onShown={held.show}
          nearEnd={NEAR_END}
          onNearEnd={error === undefined ? loadMore : undefined}
          hasMore={hasMore && !isLoading}
        />
      )}
      <div className="slipway-foot" hidden={isUnknown}>
        <span role="status">
          {formatUploads(items.length)}
          {hasMore ? ' loaded' : ''}
          {hasMore && order.column !== 'key' ? ', only these are sorted' : ''}
          {isLoading ? ', loading more…' : ''}
        </span>
        {hasMore &&
          (isLoading ? (
            <Button look="plain" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button look="plain" onClick={loadAll}>
              Load all
            </Button>
          ))}
      </div>
      {open?.kind === 'upload' && (
        <UploadDialog
          client={client}
          upload={open.upload}
          onClose={() => setOpen(undefined)}
          onAbort={() => abort({ kind: 'chosen', uploads: [open.upload] })}
        />
      )}
      {open?.kind === 'older' && (
        <AbortOlderDialog
          filter={filter}
          onClose={() => setOpen(undefined)}
          onChosen={(seconds) =>
            abort({ kind: 'older', filter: { ...filter, olderThanSeconds: seconds } })
          }
        />
      )}
      {open?.kind === 'abort' && (
        <AbortDialog
          client={client}
          target={open.target}
          onClose={(results) => {
            const gone = new Set(results.flatMap((one) => (one.freed ? [uploadKey(one)] : [])));
            if (gone.size > 0) {
              remove((one) => gone.has(uploadKey(one)));
              setSelected(new Set([...selected].filter((key) => !gone.has(key))));
            }
            setOpen(undefined);
          }}
        />
      )}
    </Panel>
  );
}

function pickSelected(
  uploads: readonly AdminUpload[],
  selected: ReadonlySet<string>,
): readonly AdminUpload[] {
  // Usually nothing is selected. Then this computes no keys for a hundred thousand uploads.
  return selected.size === 0 ? [] : uploads.filter((one) => selected.has(uploadKey(one)));
}

function toggled(all: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(all);
  if (isIn) next.add(key);
  else next.delete(key);
  return next;
}
