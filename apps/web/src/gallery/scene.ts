import type { StillUpload, StillUploaderOptions } from '@slipway/core/testing';
import type { Messages, WidgetProps } from '@slipway/react';

/** One state of the widget, to be looked at. */
export interface Scene extends StillUploaderOptions {
  /** In the page's address, and the name of the scene's picture. */
  readonly id: string;
  readonly title: string;
  readonly uploads: readonly StillUpload[];
  /** @defaultValue English */
  readonly messages?: Messages;
  readonly props?: Omit<WidgetProps, 'messages'>;
  /** How much room there is. @defaultValue that of the page */
  readonly width?: 'phone' | 'sidebar';
  /** Whether it is given more height than it needs. @defaultValue false */
  readonly tall?: boolean;
  /** Whether only the React component can play it. @defaultValue false */
  readonly reactOnly?: boolean;
}
