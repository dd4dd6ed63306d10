import type { ReactNode } from 'react';
import type { Library } from './library.ts';

const ages = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const SHOWN = 5;

/** Lists unfinished uploads of all devices. The widget itself offers those of this browser. */
export function UnfinishedNote(props: { readonly unfinished: Library['unfinished'] }): ReactNode {
  const { unfinished } = props;
  if (unfinished.length === 0) return null;
  return (
    <details className="card unfinished">
      <summary>Unfinished on all your devices: {unfinished.length}</summary>
      <ul>
        {unfinished.slice(0, SHOWN).map(({ name, begunAt }) => (
          <li key={name + begunAt}>
            <bdi>{name}</bdi> <span className="hint">started {ages.format(new Date(begunAt))}</span>
          </li>
        ))}
      </ul>
      <p className="hint">
        Choose the same file on the device where you started, and the upload resumes. With
        <code> SLIPWAY_RESUME=any-device</code> on the backend, it resumes on any device.
      </p>
    </details>
  );
}
