import { useUploader, useUploads } from '@slipway/react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Library } from './library.ts';

type Unfinished = Library['unfinished'];

const ages = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const SHOWN = 5;

/** Lists the unfinished uploads of other devices and browsers. The widget offers those of this browser. */
export function UnfinishedElsewhere(props: { readonly unfinished: Unfinished }): ReactNode {
  const { uploads } = useUploads();
  const offered = useOffered();
  const unfinished = without(props.unfinished, [...offered, ...uploads]);
  if (unfinished.length === 0) return null;
  return (
    <details className="card unfinished">
      <summary>Unfinished on other devices: {unfinished.length}</summary>
      <ul>
        {unfinished.slice(0, SHOWN).map(({ name, begunAt }) => (
          <li key={name + begunAt}>
            <bdi>{name}</bdi> <span className="hint">started {ages.format(new Date(begunAt))}</span>
          </li>
        ))}
      </ul>
      <p className="hint">
        Add the same file on the device where you started to resume the upload. With
        <code> SLIPWAY_RESUME=any-device</code> on the backend, any device can resume it.
      </p>
    </details>
  );
}

interface Named {
  readonly name: string;
}

/** The unfinished uploads that this browser remembers from earlier visits. */
function useOffered(): readonly Named[] {
  const uploader = useUploader();
  const [offered, setOffered] = useState<readonly Named[]>([]);
  useEffect(() => {
    let isWanted = true;
    uploader.getUnfinished().then(
      (found) => isWanted && setOffered(found),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [uploader]);
  return offered;
}

/** Leaves out one upload for each that is known already. */
function without(unfinished: Unfinished, known: readonly Named[]): Unfinished {
  const left = [...unfinished];
  for (const { name } of known) {
    const at = left.findIndex((one) => one.name === name);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
