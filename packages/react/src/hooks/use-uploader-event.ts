import type { UploaderEvents } from '@slipway/core';
import { useEffect, useRef } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** Calls the `listener` of the latest render when the event happens. */
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
