import type { UploadFilter } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { AGES } from './upload-filter-form.tsx';

/** Asks how old an upload must be to be aborted. The next dialog shows what that frees. */
export function AbortOlderDialog(props: {
  /** Its prefix and owner also restrict the abort. */
  readonly filter: UploadFilter;
  readonly onChosen: (olderThanSeconds: number) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { filter, onChosen, onClose } = props;
  const [age, setAge] = useState<number>(filter.olderThanSeconds ?? AGES[2][0]);
  const scope = [
    filter.prefix && `with keys starting with “${filter.prefix}”`,
    filter.owner && `owned by ${filter.owner}`,
  ].filter(Boolean);
  return (
    <Dialog
      title="Abort old uploads"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" onClick={() => onChosen(age)}>
            Review…
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
        Browsers can resume an upload for a week. More recent uploads may still be in use.
      </p>
    </Dialog>
  );
}
