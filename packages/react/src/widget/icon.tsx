import type { ReactNode } from 'react';
import type { PicturedKind } from '../files/file-kind.ts';

/** All icons use a grid of 20 and a line width of 1.5. */
const PATHS = {
  upload: 'M10 13V4M6.5 7.5 10 4l3.5 3.5M3.5 12.5v2a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2v-2',
  pause: 'M7.5 5.5v9M12.5 5.5v9',
  resume: 'M7 5.3v9.4a.6.6 0 0 0 .9.5l7.6-4.7a.6.6 0 0 0 0-1L7.9 4.8a.6.6 0 0 0-.9.5Z',
  cancel: 'm5.75 5.75 8.5 8.5M14.25 5.75l-8.5 8.5',
  retry: 'M15.5 11a5.5 5.5 0 1 1-1.2-4.5L16 8.3M16 4.5v3.8h-3.8',
  undo: 'M7 4.5 3.5 8 7 11.5M3.5 8h8a5 5 0 0 1 0 10H9',
  copy: 'M8.5 6.5h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2ZM3.5 12V5.5a2 2 0 0 1 2-2H12',
  open: 'm6.5 8.5 3.5 3.5 3.5-3.5',
  check: 'm4.5 10.5 3.75 3.75L15.5 6.5',
  alert: 'M10 6.5v4.25M10 13.4v.1M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  waiting: 'M10 6.25V10l2.5 1.75M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  offline:
    'm3.5 3.5 13 13M3.2 8.6a10 10 0 0 1 3-2M16.8 8.6a10 10 0 0 0-6.9-2.7M6 11.6a6 6 0 0 1 2.9-1.5M8.6 14.3a2 2 0 0 1 2.8 0',
  file: 'M11.5 3h-5a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2V7l-4-4ZM11.5 3v4h4',
  text: 'M11.5 3h-5a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2V7l-4-4ZM11.5 3v4h4M7.5 10.5h5M7.5 13.5h3.5',
  image:
    'M5.5 3.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2ZM3.5 13.2l3.3-3.3a1 1 0 0 1 1.4 0l6.3 6.3M13.1 7.1h.05',
  video:
    'M5.5 3.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2ZM8.25 7.4v5.2l4.4-2.6-4.4-2.6Z',
  audio:
    'M8 14.5V5.6l8-2.1v9M8 14.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM16 12.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  archive: 'M4.5 7.5v7a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2v-7M3 3.5h14v4H3v-4ZM8.25 10.75h3.5',
} as const satisfies Record<PicturedKind, string> & Record<string, string>;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A decorative icon. Its meaning is always in the text too. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="slipway-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
