import { createContext, useContext } from 'react';

/** Of which files there are small pictures. */
export type Previews = 'images' | 'all' | 'none';

/** What the page has chosen, for all that is inside the widget. */
export interface WidgetOptions {
  readonly previews: Previews;
}

export const OptionsContext = createContext<WidgetOptions>({ previews: 'images' });

/** The choices of the surrounding widget. */
export function useOptions(): WidgetOptions {
  return useContext(OptionsContext);
}
