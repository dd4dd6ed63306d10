import type { UploadFilter } from '@slipway/protocol';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '../parts/button.tsx';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** The ages to choose from, in seconds. */
export const AGES = [
  [HOUR, '1 hour'],
  [DAY, '1 day'],
  [7 * DAY, '7 days'],
  [30 * DAY, '30 days'],
] as const;

/** Filters the uploads by key prefix, owner and age. */
export function UploadFilterForm(props: {
  readonly onFilter: (filter: UploadFilter) => void;
}): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const textOf = (name: string) => String(data.get(name) ?? '').trim() || undefined;
    const age = textOf('age');
    props.onFilter({
      prefix: textOf('prefix'),
      owner: textOf('owner'),
      olderThanSeconds: age === undefined ? undefined : Number(age),
    });
  };
  return (
    <form className="slipway-filters" onSubmit={submit} aria-label="Filter">
      <label className="slipway-field" data-wide="">
        <span>Key starts with</span>
        <input name="prefix" type="search" spellCheck={false} autoComplete="off" />
      </label>
      <label className="slipway-field">
        <span>Owner</span>
        <input name="owner" type="search" spellCheck={false} autoComplete="off" />
      </label>
      <label className="slipway-field">
        <span>Older than</span>
        <select name="age" defaultValue="">
          <option value="">Any age</option>
          {AGES.map(([seconds, words]) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit">Filter</Button>
    </form>
  );
}
