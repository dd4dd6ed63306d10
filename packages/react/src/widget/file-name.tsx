import { type ReactNode, useMemo } from 'react';
import { safeName, splitName } from '../text/file-name.ts';
import { usePart } from './use-part.ts';

/**
 * A file's name on one line. A long name is shortened in the middle. The file's folder is shown before it while there
 * is room.
 */
export function FileName(props: {
  readonly name: string;
  /** Ends with a slash. @defaultValue none */
  readonly folder?: string | undefined;
}): ReactNode {
  const part = usePart();
  const { name, folder = '' } = props;
  const shown = useMemo(() => {
    const safe = safeName(name);
    return { safe, folder: safeName(folder), ...splitName(safe) };
  }, [name, folder]);
  const isSplit = shown.head !== shown.safe;
  return (
    <span {...part('name')} title={shown.folder + shown.safe} data-long={shown.isLong || undefined}>
      {shown.folder && <bdi className="slipway-folder">{shown.folder}</bdi>}
      {/* Screen readers would read a split name in three pieces. */}
      {isSplit && <span className="slipway-spoken">{shown.safe}</span>}
      {/* A name has its own direction, independent of the page's. */}
      <bdi className="slipway-name-pieces" aria-hidden={isSplit || undefined}>
        <span className="slipway-name-head">{shown.head}</span>
        <span className="slipway-name-tail">
          <span className="slipway-name-end">{shown.end}</span>
          {shown.extension}
        </span>
      </bdi>
    </span>
  );
}
