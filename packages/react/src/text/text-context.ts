import { createContext, useContext } from 'react';
import { english } from './english.ts';
import { createFormat, type Format } from './format.ts';
import type { Messages } from './messages.ts';

/** The language of one widget. */
export interface WidgetText {
  readonly messages: Messages;
  readonly format: Format;
}

export const TextContext = createContext<WidgetText>({
  messages: english,
  format: createFormat(english.locale),
});

/** The words and number formats of the surrounding widget. */
export function useText(): WidgetText {
  return useContext(TextContext);
}
