import type { UploadSnapshot } from '@slipway/core';
import { type MouseEvent, type ReactNode, useCallback } from 'react';
import { useUploader } from '../hooks/use-uploader.ts';
import { useText } from '../text/text-context.ts';
import { focusNearbyRow } from './focus.ts';
import { UploadRow } from './upload-row.tsx';

/** The files, in the order in which they were added. */
export function UploadList({
  uploads,
}: {
  readonly uploads: readonly UploadSnapshot[];
}): ReactNode {
  const { messages } = useText();
  const uploader = useUploader();
  const remove = useCallback(
    (event: MouseEvent<HTMLButtonElement>, id: string) => {
      focusNearbyRow(event.currentTarget);
      uploader.remove(id);
    },
    [uploader],
  );
  return (
    <div className="slipway-frame" part="list">
      <ul className="slipway-list" aria-label={messages.list}>
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} onRemove={remove} />
        ))}
      </ul>
    </div>
  );
}
