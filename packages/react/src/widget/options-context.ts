import { createContext, useContext } from 'react';

/** Of which files there are small pictures. */
export type Previews = 'images' | 'all' | 'none';

/** What the page has chosen, for all that is inside the widget. */
export interface WidgetOptions {
  readonly previews: Previews;
  /** Whether the keys of completed objects can be copied. */
  readonly copyKeys: boolean;
  /** Has assistive technology say it. */
  readonly say: (text: string) => void;
}

export const OptionsContext = createContext<WidgetOptions>({
  previews: 'images',
  copyKeys: false,
  say: () => {},
});

/** The choices of the surrounding widget. */
export function useOptions(): WidgetOptions {
  return useContext(OptionsContext);
}
