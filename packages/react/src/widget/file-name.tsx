import { type ReactNode, useMemo } from 'react';
import { safeName, splitName } from '../text/file-name.ts';

/** A file's name on one line; what does not fit is cut out of the middle. */
export function FileName({ name }: { readonly name: string }): ReactNode {
  const shown = useMemo(() => {
    const safe = safeName(name);
    return { safe, ...splitName(safe) };
  }, [name]);
  return (
    <span className="slipway-name" part="name" title={shown.safe}>
      {/* A name has a direction of its own, whatever the page's. */}
      <bdi className="slipway-name-pieces">
        <span className="slipway-name-head">{shown.head}</span>
        {shown.tail && <span className="slipway-name-tail">{shown.tail}</span>}
      </bdi>
    </span>
  );
}
