import type { ReactNode } from 'react';
import type { Announcement } from '../hooks/use-announcement.ts';

/** Says what happened to those who do not see it, when they are not listening to something else. */
export function LiveRegion({ text, turn }: Announcement): ReactNode {
  return (
    <div className="slipway-live" role="status" aria-live="polite" aria-atomic="true">
      {text && <span key={turn}>{text}</span>}
    </div>
  );
}
