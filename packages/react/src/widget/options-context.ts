import type { UploadPolicy, UploadSnapshot } from '@slipway/core';
import { createContext, type ReactNode, useContext } from 'react';
import { type OptionValues, readOptions, type WIDGET_OPTIONS } from './widget-options.ts';

/** Names the pieces of the widget: `::part` of the element, and keys of `classNames` in React. */
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

/** Classes of the page's own, by part. */
export type ClassNames = Readonly<Partial<Record<Part, string>>>;

/** What invites to drop, in place of the picture and the words; the button to browse stays. */
export type RenderZone = (zone: {
  /** Whether files are being dragged over it. */
  readonly isOver: boolean;
  /** `undefined` until it is known. */
  readonly policy: UploadPolicy | undefined;
}) => ReactNode;

/** What the page adds to a file's row, below all else in it. */
export type RenderDetails = (upload: UploadSnapshot) => ReactNode;

/** What the page has chosen, for all that is inside the widget. */
export interface WidgetOptions
  extends Pick<OptionValues<typeof WIDGET_OPTIONS>, 'previews' | 'copyKeys'> {
  /** Added to the widget's own classes, by part. */
  readonly classNames?: ClassNames | undefined;
  readonly renderZone?: RenderZone | undefined;
  readonly renderDetails?: RenderDetails | undefined;
  /** Has assistive technology say it. */
  readonly say: (text: string) => void;
}

export const OptionsContext = createContext<WidgetOptions>({
  ...readOptions({}),
  say: () => {},
});

/** The choices of the surrounding widget. */
export function useOptions(): WidgetOptions {
  return useContext(OptionsContext);
}
