import type { UploaderEvents } from '@slipway/core';
import { useEffect, useRef } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** Calls `listener`, always the one of the latest render, when something happened to an upload. */
export function useUploaderEvent<E extends keyof UploaderEvents>(
  event: E,
  listener: (details: UploaderEvents[E]) => void,
): void {
  const uploader = useUploader();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => uploader.on(event, (details) => latest.current(details)), [uploader, event]);
}
