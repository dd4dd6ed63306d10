import type { UploaderSnapshot } from '@slipway/core';
import { type ReactNode, useId, useState } from 'react';
import type { UseUnfinishedResult } from '../hooks/use-unfinished.ts';
import { countPending, describeTotals } from '../text/summary-text.ts';
import { useText } from '../text/text-context.ts';
import { Icon } from './icon.tsx';
import { type StoredFile, StoredFiles } from './stored-files.tsx';
import { UnfinishedList } from './unfinished-list.tsx';
import { Uploads } from './upload-list.tsx';
import { usePart } from './use-part.ts';
import type { WidgetOptionProps } from './widget-options.ts';

/** Props of {@link Lists}. */
interface ListsProps extends UseUnfinishedResult, Pick<WidgetOptionProps, 'variant'> {
  readonly snapshot: UploaderSnapshot;
  readonly stored?: readonly StoredFile[] | undefined;
  readonly onRemoveStored?: ((file: StoredFile) => void) | undefined;
}

/** Unfinished uploads, added files and stored files. The widget loads this chunk when there is one to show. */
export function Lists(props: ListsProps): ReactNode {
  const { snapshot, unfinished, stored = [] } = props;
  const List = props.variant === 'button' ? FoldedUploads : Uploads;
  return (
    <>
      {unfinished.length > 0 && <UnfinishedList {...props} />}
      {snapshot.uploads.length > 0 && <List snapshot={snapshot} />}
      {stored.length > 0 && <StoredFiles stored={stored} onRemove={props.onRemoveStored} />}
    </>
  );
}

/** Sums up all added files on one button, which unfolds them. */
function FoldedUploads({ snapshot }: { readonly snapshot: UploaderSnapshot }): ReactNode {
  const part = usePart();
  const { messages, format } = useText();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const isPending = countPending(snapshot) > 0;
  return (
    <>
      <button
        type="button"
        {...part('fold')}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {describeTotals(snapshot, messages, format)}
        {isPending && (
          <span className="slipway-fold-percent">{format.percent(snapshot.totals.fraction)}</span>
        )}
        <Icon name="open" />
      </button>
      <div className="slipway-folded" id={id} hidden={!isOpen}>
        {isOpen && <Uploads snapshot={snapshot} />}
      </div>
    </>
  );
}
