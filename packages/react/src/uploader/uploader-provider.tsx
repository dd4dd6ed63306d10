import {
  createEndpointUploader,
  type EndpointOptions,
  type UploaderInstance,
  type UploaderSource,
} from '@slipway/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { idleUploader } from './idle-uploader.ts';
import { UploaderContext } from './use-uploader.ts';

/** Props of {@link UploaderProvider}. */
export type UploaderProviderProps = UploaderSource & { readonly children?: ReactNode };

/** Provides its children with an uploader: the given one, or one that it creates for `endpoint`. */
export function UploaderProvider(props: UploaderProviderProps): ReactNode {
  const { children } = props;
  if (!props.uploader) return <EndpointProvider {...props}>{children}</EndpointProvider>;
  return <UploaderContext.Provider value={props.uploader}>{children}</UploaderContext.Provider>;
}

function EndpointProvider(props: EndpointOptions & { readonly children: ReactNode }): ReactNode {
  const uploader = useEndpointUploader(props);
  return <UploaderContext.Provider value={uploader}>{props.children}</UploaderContext.Provider>;
}

/**
 * Creates an uploader when the component mounts and closes it when the component unmounts. The user can resume its
 * unfinished uploads later. A new `endpoint` creates a new uploader. `headers` may change at any time. `accept` and
 * `maxFiles` are read when the uploader is created.
 */
function useEndpointUploader(options: EndpointOptions): UploaderInstance {
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
      get headers() {
        return latest.current.headers;
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
