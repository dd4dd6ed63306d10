import type { EndpointOptions, UploaderSource } from '@slipway/core';
import type { ReactNode } from 'react';
import { UploaderProvider } from '../uploader/uploader-provider.tsx';
import { ShadowWidget } from './shadow-widget.tsx';
import { Widget, type WidgetProps } from './widget.tsx';

/** Props of {@link Uploader}: an `endpoint`, or an `uploader`, or neither inside a provider. */
export type UploaderProps = WidgetProps & {
  /**
   * Renders the widget in a shadow root with its own stylesheet, so that the page's styles do not reach it. What
   * `renderZone` and `renderDetails` return is in that shadow root too, and reads no context of the page. The widget
   * appears once the page's scripts run. @defaultValue false
   */
  readonly shadow?: boolean | undefined;
} & (
    | UploaderSource
    | ({ readonly uploader?: undefined } & { readonly [K in keyof EndpointOptions]?: undefined })
  );

/**
 * The whole widget: drop or browse, watch, pause, resume, cancel, retry.
 *
 * @example
 * <Uploader endpoint="/api" onCompleted={(object) => save(object.objectKey)} />
 */
export function Uploader({ shadow, ...props }: UploaderProps): ReactNode {
  const widget = shadow ? <ShadowWidget {...props} /> : <Widget {...props} />;
  if (props.uploader) {
    return <UploaderProvider uploader={props.uploader}>{widget}</UploaderProvider>;
  }
  if (props.endpoint === undefined) return widget;
  return <UploaderProvider {...props}>{widget}</UploaderProvider>;
}
