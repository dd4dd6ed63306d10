import type { FinishedObject } from '@slipway/protocol';
import { type FormEvent, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { format } from '../parts/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { usePages } from '../parts/use-pages.ts';
import { VirtualTable } from '../parts/virtual-table.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { objectColumns } from './object-columns.tsx';
import { ObjectDialog } from './object-dialog.tsx';

/** A small page: the backend sends one request for the details of each object. */
const PAGE = 100;

/** The open dialog. */
interface Open {
  readonly kind: 'object' | 'delete';
  readonly object: FinishedObject;
}

/** Lists objects by the owner's prefix, with details from S3. Admins can download each, and delete those without a lock. */
export function FinishedObjects({ client }: { readonly client: AdminClient }): ReactNode {
  const [prefix, setPrefix] = useState<string>();
  const [open, setOpen] = useState<Open>();
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const query = { prefix, cursor, limit: PAGE, details: true };
      const { objects, cursor: next } = await client.listObjects(query, signal);
      return { items: objects, cursor: next };
    },
    [client, prefix],
  );
  const pages = usePages(load);
  const { items, isLoading, hasMore, isEmpty, isUnknown } = pages;
  const { error, loadMore, reload, remove } = pages;
  const columns = useMemo(() => objectColumns((object) => setOpen({ kind: 'object', object })), []);
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('prefix') ?? '').trim();
    setPrefix(text || undefined);
  };
  return (
    <Panel
      title="Uploaded objects"
      lead="Completed uploads, as stored in the bucket."
      actions={<Button onClick={reload}>Reload</Button>}
    >
      <form className="slipway-filters" onSubmit={search} aria-label="Search">
        <label className="slipway-field" data-wide="">
          <span>Key starts with</span>
          <input name="prefix" type="search" spellCheck={false} autoComplete="off" />
        </label>
        <Button type="submit">Search</Button>
      </form>
      {error !== undefined && (
        <Problem error={error} onRetry={items.length === 0 ? reload : loadMore} />
      )}
      {isEmpty && (
        <p className="slipway-empty">{prefix ? 'No objects match.' : 'No objects yet.'}</p>
      )}
      {!isEmpty && !isUnknown && (
        <VirtualTable
          label="Uploaded objects"
          name="objects"
          columns={columns}
          rows={items}
          keyOf={keyOf}
          onNearEnd={error === undefined ? loadMore : undefined}
          hasMore={hasMore && !isLoading}
        />
      )}
      <p className="slipway-foot" role="status" hidden={isUnknown}>
        {format.plural(items.length, { one: '{n} object', other: '{n} objects' })}
        {hasMore ? ' loaded' : ''}
        {isLoading ? ', loading more…' : ''}
      </p>
      {open?.kind === 'object' && (
        <ObjectDialog
          client={client}
          object={open.object}
          onClose={() => setOpen(undefined)}
          onDelete={() => setOpen({ kind: 'delete', object: open.object })}
        />
      )}
      {open?.kind === 'delete' && (
        <DeleteDialog
          client={client}
          object={open.object}
          onClose={(isDeleted) => {
            if (isDeleted) remove(({ objectKey }) => objectKey === open.object.objectKey);
            setOpen(undefined);
          }}
        />
      )}
    </Panel>
  );
}

function keyOf({ objectKey }: FinishedObject): string {
  return objectKey;
}
