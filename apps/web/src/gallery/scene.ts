import type { StillUpload, StillUploaderOptions } from '@slipway/core/testing';
import type { Messages, WidgetProps } from '@slipway/react';

/** One state of the widget. */
export interface Scene extends StillUploaderOptions {
  /** The scene's name in the URL and in its screenshot. */
  readonly id: string;
  readonly title: string;
  readonly uploads: readonly StillUpload[];
  /** @defaultValue English */
  readonly messages?: Messages;
  readonly props?: Omit<WidgetProps, 'messages'>;
  /** The available width. @defaultValue the page's */
  readonly width?: 'phone' | 'sidebar';
  /** Whether it has more height than it needs. @defaultValue false */
  readonly tall?: boolean;
  /** Whether only the React component can show it. @defaultValue false */
  readonly reactOnly?: boolean;
}
