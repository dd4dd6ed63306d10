import { english, type Messages } from '@slipway/react';
import type { Scene } from './scene.ts';

/** The scene's language, with a name of its own for each widget: landmarks of one page have to differ. */
export function titledMessages({ messages = english, title }: Scene): Messages {
  return { ...messages, widget: `${messages.widget}: ${title}` };
}
