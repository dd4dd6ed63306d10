import type { UploadFilter } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { AGES } from './upload-filter-form.tsx';

/** Asks from which age on uploads are to be aborted; what that frees is looked at next. */
export function AbortOlderDialog(props: {
  /** Prefix and owner hold here, too. */
  readonly filter: UploadFilter;
  readonly onChosen: (olderThanSeconds: number) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { filter, onChosen, onClose } = props;
  const [age, setAge] = useState<number>(filter.olderThanSeconds ?? AGES[2][0]);
  const scope = [
    filter.prefix && `whose key begins with “${filter.prefix}”`,
    filter.owner && `of ${filter.owner}`,
  ].filter(Boolean);
  return (
    <Dialog
      title="Abort old uploads"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" onClick={() => onChosen(age)}>
            See what would be freed
          </Button>
        </>
      }
    >
      <label className="slipway-field">
        <span>All uploads{scope.length > 0 && ` ${scope.join(' and ')}`} older than</span>
        <select value={age} onChange={({ target }) => setAge(Number(target.value))}>
          {AGES.map(([seconds, words]) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <p className="slipway-soft">
        Browsers can go on with an upload for a week. Younger ones may still be wanted.
      </p>
    </Dialog>
  );
}
