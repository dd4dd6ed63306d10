import type { UploadPolicy } from '@slipway/core';
import { useEffect, useState } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** What may be uploaded; `undefined` until the backend has said it, or when it cannot be reached. */
export function useUploadPolicy(): UploadPolicy | undefined {
  const uploader = useUploader();
  const [known, setKnown] = useState<{ uploader: unknown; policy: UploadPolicy }>();
  useEffect(() => {
    let wanted = true;
    uploader.getPolicy().then(
      (policy) => wanted && setKnown({ uploader, policy }),
      // The uploader asks again with the first file, whose upload then tells what is wrong.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [uploader]);
  return known?.uploader === uploader ? known.policy : undefined;
}
