import { english, type Messages } from '@slipway/react';
import type { Scene } from './scene.ts';

/** The scene's messages, with a unique widget name, because landmarks of a page must have different names. */
export function titledMessages({ messages = english, title }: Scene): Messages {
  return { ...messages, widget: `${messages.widget}: ${title}` };
}
