import type { UploadErrorCode } from '@slipway/core';
import { useRef } from 'react';
import { useUploaderEvent } from './use-uploader-event.ts';

/** What the user did or has: nobody has to mend the page for it. */
const NOT_THE_PAGE =
  /^(file|type|name|quota|rate)-|^(too-many-files|network-error|stalled|canceled)$/;

/** Tells the developer of each cause that only they can do something about: once, with where to read on. */
export function useFailureWarnings(): void {
  const told = useRef(new Set<UploadErrorCode>());
  useUploaderEvent('upload-failed', ({ error: { code, message } }) => {
    if (NOT_THE_PAGE.test(code) || told.current.has(code)) return;
    told.current.add(code);
    console.warn(`Slipway: ${code}. ${message} See docs/troubleshooting.md#${code}`);
  });
}
