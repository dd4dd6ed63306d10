import type { Uploader } from '@slipway/core';
import { useEffect, useRef, useState } from 'react';
import { createEndpointUploader, type EndpointOptions } from './endpoint-uploader.ts';
import { idleUploader } from './idle-uploader.ts';

/**
 * An uploader that lives as long as the component: made when it is mounted, closed when it goes
 * (unfinished uploads can be resumed later). Leaving the page in mid-upload has to be confirmed. Another `endpoint` means another uploader; `headers`
 * may change at any time; `accept` and `maxFiles` are read when the uploader is made.
 */
export function useEndpointUploader(options: EndpointOptions): Uploader {
  const [uploader, setUploader] = useState(idleUploader);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const { endpoint } = options;
  useEffect(() => {
    const own = createEndpointUploader({
      ...latest.current,
      endpoint,
      headers: async () => {
        const { headers = {} } = latest.current;
        return typeof headers === 'function' ? headers() : headers;
      },
    });
    setUploader(own);
    return () => {
      setUploader(idleUploader);
      own.close();
    };
  }, [endpoint]);

  return uploader;
}
