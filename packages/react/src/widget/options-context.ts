import type { UploadPolicy, UploadSnapshot } from '@slipway/core';
import { createContext, type ReactNode, useContext } from 'react';
import { type OptionValues, readOptions, type WIDGET_OPTIONS } from './widget-options.ts';

/** The parts of the widget: `::part` of the element, and the keys of `classNames` in React. */
export type Part =
  | 'uploader'
  | 'zone'
  | 'policy'
  | 'browse'
  | 'browse-folder'
  | 'note'
  | 'unfinished'
  | 'fold'
  | 'totals'
  | 'list'
  | 'row'
  | 'preview'
  | 'name'
  | 'rename'
  | 'percent'
  | 'progress'
  | 'status'
  | 'parts'
  | 'queue'
  | 'button';

/** The page's class names, by part. */
export type ClassNames = Readonly<Partial<Record<Part, string>>>;

/** Renders the drop zone's content in place of the icon and the text. The browse button stays. */
export type RenderZone = (zone: {
  /** Whether the user is dragging files over it. */
  readonly isOver: boolean;
  /** `undefined` until it has loaded. */
  readonly policy: UploadPolicy | undefined;
}) => ReactNode;

/** Renders what the page adds at the end of a file's row. */
export type RenderDetails = (upload: UploadSnapshot) => ReactNode;

/** The page's choices, for all components of the widget. */
export interface WidgetOptions
  extends Pick<OptionValues<typeof WIDGET_OPTIONS>, 'previews' | 'copyKeys'> {
  /** Added to the widget's class names, by part. */
  readonly classNames?: ClassNames | undefined;
  readonly renderZone?: RenderZone | undefined;
  readonly renderDetails?: RenderDetails | undefined;
  /** Announces a text to users of screen readers. */
  readonly say: (text: string) => void;
}

export const OptionsContext = createContext<WidgetOptions>({
  ...readOptions({}),
  say: () => {},
});

/** The options of the surrounding widget. */
export function useOptions(): WidgetOptions {
  return useContext(OptionsContext);
}
