import { type OptionRow, WIDGET_OPTIONS } from '@slipway/react';

/** The options of the element's own uploader. A change creates a new uploader. */
export const UPLOADER_OPTIONS = {
  /** Path or URL of the backend's upload router. @defaultValue `/api` */
  endpoint: { kind: 'text', initial: '/api' },
  /** Restricts the files further than the backend's policy, as in `<input accept>`. @defaultValue the policy's */
  accept: { kind: 'text', initial: '' },
  /** The most files that the widget holds at a time. @defaultValue the policy's */
  maxFiles: { kind: 'count' },
  /**
   * Where the page's own origin serves a copy of `checksum-worker.js`.
   *
   * @defaultValue next to the element's script
   */
  workerUrl: { kind: 'text', initial: '' },
} as const satisfies Readonly<Record<string, OptionRow>>;

/** All options that attributes hold: those of the widget, of its uploader and of its form. */
export const ELEMENT_OPTIONS = {
  ...UPLOADER_OPTIONS,
  ...WIDGET_OPTIONS,
  /** The name under which a form sends the object keys. @defaultValue none: the form sends nothing of the element */
  name: { kind: 'text', initial: '' },
  /** Makes the form require at least one object. @defaultValue false */
  required: { kind: 'flag', initial: false },
} as const satisfies Readonly<Record<string, OptionRow>>;

/** Properties whose values no attribute can hold. */
export const PROPERTIES = ['headers', 'messages', 'stored', 'uploader'] as const;
