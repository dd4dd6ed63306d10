import type { EndpointOptions, UploaderSource } from '@slipway/core';
import type { ReactNode } from 'react';
import { UploaderProvider } from '../uploader/uploader-provider.tsx';
import { Widget, type WidgetProps } from './widget.tsx';

/** Props of {@link Uploader}: an `endpoint`, or an `uploader`, or neither inside a provider. */
export type UploaderProps = WidgetProps &
  (
    | UploaderSource
    | ({ readonly uploader?: undefined } & { readonly [K in keyof EndpointOptions]?: undefined })
  );

/**
 * The whole widget: drop or browse, watch, pause, resume, cancel, retry.
 *
 * @example
 * <Uploader endpoint="/api" onCompleted={(object) => save(object.objectKey)} />
 */
export function Uploader(props: UploaderProps): ReactNode {
  if (props.uploader) {
    return (
      <UploaderProvider uploader={props.uploader}>
        <Widget {...props} />
      </UploaderProvider>
    );
  }
  if (props.endpoint === undefined) return <Widget {...props} />;
  return (
    <UploaderProvider {...props}>
      <Widget {...props} />
    </UploaderProvider>
  );
}
