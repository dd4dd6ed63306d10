import type { UploadSnapshot } from '@slipway/core';
import { type MouseEvent, type ReactNode, useCallback } from 'react';
import { useUploader } from '../hooks/use-uploader.ts';
import { useText } from '../text/text-context.ts';
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
      focusNearby(event.currentTarget);
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

/** A row that goes away must not take the keyboard's place with it. */
function focusNearby(button: HTMLElement): void {
  const row = button.closest('li');
  const neighbor = row?.nextElementSibling ?? row?.previousElementSibling;
  const buttons = neighbor?.querySelectorAll('button');
  const input = button.closest('.slipway-uploader')?.querySelector<HTMLElement>('.slipway-input');
  (buttons?.item(buttons.length - 1) ?? input)?.focus();
}
