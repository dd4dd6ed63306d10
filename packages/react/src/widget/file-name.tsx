import { type ReactNode, useMemo } from 'react';
import { safeName, splitName } from '../text/file-name.ts';

/** A file's name on one line; what does not fit is cut out of the middle. */
export function FileName({ name }: { readonly name: string }): ReactNode {
  const shown = useMemo(() => {
    const safe = safeName(name);
    return { safe, ...splitName(safe) };
  }, [name]);
  return (
    <span
      className="slipway-name"
      part="name"
      title={shown.safe}
      data-long={shown.isLong || undefined}
    >
      {/* A name has a direction of its own, whatever the page's. */}
      <bdi className="slipway-name-pieces">
        <span className="slipway-name-head">{shown.head}</span>
        <span className="slipway-name-tail">
          <span className="slipway-name-end">{shown.end}</span>
          {shown.extension}
        </span>
      </bdi>
    </span>
  );
}
