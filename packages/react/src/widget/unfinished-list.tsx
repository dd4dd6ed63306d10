import type { UnfinishedUpload } from '@slipway/core';
import { type ReactNode, useCallback, useEffect, useId, useRef } from 'react';
import type { UseUnfinishedResult } from '../hooks/use-unfinished.ts';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { useOptions } from './options-context.ts';
import { UnfinishedRow } from './unfinished-row.tsx';
import { usePart } from './use-part.ts';

/** The uploads that earlier visits left unfinished. The user can resume or discard each. */
export function UnfinishedList({ unfinished, discard }: UseUnfinishedResult): ReactNode {
  const part = usePart();
  const { messages, format } = useText();
  const { say } = useOptions();
  const id = useId();
  const { title } = messages.unfinished;

  // Announced once, when they are found. Later changes are announced one by one.
  const found = `${title}: ${format.count(unfinished.length)}`;
  const isSaid = useRef(false);
  useEffect(() => {
    if (isSaid.current) return;
    isSaid.current = true;
    say(found);
  }, [say, found]);

  const discardAloud = useCallback(
    (upload: UnfinishedUpload) => {
      discard(upload);
      say(messages.announce.canceledOne(safeName(upload.name), format));
    },
    [discard, say, messages, format],
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
              onDiscard={discardAloud}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}
