import type { UnfinishedUpload } from '@slipway/core';
import { type ReactNode, useCallback, useEffect, useId, useRef } from 'react';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { useOptions } from './options-context.ts';
import { UnfinishedRow } from './unfinished-row.tsx';
import { usePart } from './use-part.ts';

/** What earlier visits left over, offered once more. */
export function UnfinishedUploads(props: {
  readonly unfinished: readonly UnfinishedUpload[];
  readonly onDiscard: (upload: UnfinishedUpload) => void;
}): ReactNode {
  const part = usePart();
  const { unfinished, onDiscard } = props;
  const { messages, format } = useText();
  const { say } = useOptions();
  const id = useId();
  const { title } = messages.unfinished;

  // Once, when they are found: what becomes of each is told by itself.
  const found = `${title}: ${format.count(unfinished.length)}`;
  const isSaid = useRef(false);
  useEffect(() => {
    if (isSaid.current) return;
    isSaid.current = true;
    say(found);
  }, [say, found]);

  const discard = useCallback(
    (upload: UnfinishedUpload) => {
      onDiscard(upload);
      say(messages.announce.canceledOne(safeName(upload.name), format));
    },
    [onDiscard, say, messages, format],
  );

  return (
    <div {...part('unfinished')}>
      <span className="slipway-unfinished-title" id={id}>
        {title}
      </span>
      <div className="slipway-frame">
        <ul className="slipway-list" aria-labelledby={id}>
          {unfinished.map((upload) => (
            <UnfinishedRow
              key={`${upload.createdAt} ${upload.name}`}
              upload={upload}
              onDiscard={discard}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}
