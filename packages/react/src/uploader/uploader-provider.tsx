import type { Uploader } from '@slipway/core';
import type { ReactNode } from 'react';
import type { EndpointOptions } from './endpoint-uploader.ts';
import { useEndpointUploader } from './use-endpoint-uploader.ts';
import { UploaderContext } from './use-uploader.ts';

/** Where uploads come from: an uploader of the page's own, or the backend to make one for. */
export type UploaderSource =
  | ({ readonly uploader?: undefined } & EndpointOptions)
  | ({ readonly uploader: Uploader } & { readonly [K in keyof EndpointOptions]?: undefined });

/** Props of {@link UploaderProvider}. */
export type UploaderProviderProps = UploaderSource & { readonly children?: ReactNode };

/** Gives its children an uploader: the one handed in, or one of its own for `endpoint`. */
export function UploaderProvider(props: UploaderProviderProps): ReactNode {
  const { children } = props;
  if (!props.uploader) return <EndpointProvider {...props}>{children}</EndpointProvider>;
  return <UploaderContext.Provider value={props.uploader}>{children}</UploaderContext.Provider>;
}

function EndpointProvider(props: EndpointOptions & { readonly children: ReactNode }): ReactNode {
  const uploader = useEndpointUploader(props);
  return <UploaderContext.Provider value={uploader}>{props.children}</UploaderContext.Provider>;
}
