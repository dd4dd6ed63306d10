import { type OptionRow, WIDGET_OPTIONS } from '@slipway/react';

/** The options that the element's own uploader is made of: a change makes a new one. */
export const UPLOADER_OPTIONS = {
  /** Path or URL of the backend's upload router. @defaultValue `/api` */
  endpoint: { kind: 'text', initial: '/api' },
  /** Restricts the files further than the backend's policy, as in `<input accept>`. @defaultValue the policy's */
  accept: { kind: 'text', initial: '' },
  /** The most files that the widget holds at a time. @defaultValue the policy's */
  maxFiles: { kind: 'count' },
} as const satisfies Readonly<Record<string, OptionRow>>;

/** Every option of the element that an attribute holds: those of the widget, its uploader's and its form's. */
export const ELEMENT_OPTIONS = {
  ...UPLOADER_OPTIONS,
  ...WIDGET_OPTIONS,
  /** The name under which a form sends the object keys. @defaultValue none: the form sends nothing of the element */
  name: { kind: 'text', initial: '' },
  /** Makes the form require at least one object. @defaultValue false */
  required: { kind: 'flag', initial: false },
} as const satisfies Readonly<Record<string, OptionRow>>;

/** What no attribute can hold. */
export const PROPERTIES = ['headers', 'messages', 'stored', 'uploader'] as const;
