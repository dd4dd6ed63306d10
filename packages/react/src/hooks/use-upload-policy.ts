import type { UploadPolicy } from '@slipway/core';
import { useEffect, useState } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** The upload policy. `undefined` until it has loaded, and when the backend is unavailable. */
export function useUploadPolicy(): UploadPolicy | undefined {
  const uploader = useUploader();
  const [known, setKnown] = useState<{ uploader: unknown; policy: UploadPolicy }>();
  useEffect(() => {
    let wanted = true;
    uploader.getPolicy().then(
      (policy) => wanted && setKnown({ uploader, policy }),
      // The uploader requests it again with the first file, whose upload then reports the error.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [uploader]);
  return known?.uploader === uploader ? known.policy : undefined;
}
