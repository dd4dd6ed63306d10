import type { ReactNode } from 'react';
import type { Library } from './library.ts';

const ages = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const SHOWN = 5;

/** Uploads that were begun, here or on another device. Those of this browser the widget offers by itself. */
export function UnfinishedNote(props: { readonly unfinished: Library['unfinished'] }): ReactNode {
  const { unfinished } = props;
  if (unfinished.length === 0) return null;
  return (
    <details className="card unfinished">
      <summary>Unfinished on all your devices: {unfinished.length}</summary>
      <ul>
        {unfinished.slice(0, SHOWN).map(({ name, begunAt }) => (
          <li key={name + begunAt}>
            <bdi>{name}</bdi> <span className="hint">begun {ages.format(new Date(begunAt))}</span>
          </li>
        ))}
      </ul>
      <p className="hint">
        Choose the same file where you began it, and it goes on. On any device, where the backend’s
        <code> SLIPWAY_RESUME</code> is <code>any-device</code>.
      </p>
    </details>
  );
}
