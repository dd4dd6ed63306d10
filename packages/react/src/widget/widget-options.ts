/**
 * An option of the widget whose value an attribute can hold. A `flag` is true or false, a `choice` one of a few words,
 * a `text` any text, a `count` a whole number from 1.
 */
export type OptionRow =
  | { readonly kind: 'flag'; readonly initial: false }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly initial?: string }
  | { readonly kind: 'text'; readonly initial: string }
  | { readonly kind: 'count'; readonly initial?: undefined };

/** The value of one option. `undefined` only if its row has no `initial` value. */
export type OptionValue<Row extends OptionRow> = Row extends { readonly kind: 'flag' }
  ? boolean
  : Row extends { readonly kind: 'text' }
    ? string
    : Row extends { readonly kind: 'count' }
      ? number | undefined
      : Row extends { readonly choices: readonly (infer Choice)[] }
        ? Row extends { readonly initial: string }
          ? Choice
          : Choice | undefined
        : never;

/** The values of all options of a table, by name. */
export type OptionValues<Rows extends Readonly<Record<string, OptionRow>>> = {
  -readonly [Name in keyof Rows]: OptionValue<Rows[Name]>;
};

/**
 * Each option of the widget is declared here, once. React's props and defaults, the element's properties, attributes and
 * types, its manifest and both tables of the documentation are derived from these rows. An attribute has the name of its
 * option in kebab case.
 */
export const WIDGET_OPTIONS = {
  /** Color scheme: `light`, `dark`, or `system`, which follows the device. @defaultValue the page's own `color-scheme` */
  theme: { kind: 'choice', choices: ['light', 'dark', 'system'] },
  /**
   * How much room the widget takes: `full` shows a zone and a list, `compact` the same with less air, `button` a button
   * that unfolds its list, `page` fills the available height. @defaultValue `full`
   */
  variant: {
    kind: 'choice',
    choices: ['full', 'compact', 'button', 'page'],
    initial: 'full',
  },
  /** Accepts no more files. Uploads in flight continue. @defaultValue false */
  disabled: { kind: 'flag', initial: false },
  /**
   * Where users can drop files: on the `widget`, or anywhere on the `page`. In both cases a file that misses the widget
   * does not replace the page. @defaultValue `widget`
   */
  dropTarget: { kind: 'choice', choices: ['widget', 'page'], initial: 'widget' },
  /**
   * The camera, `user` or `environment`, that a phone opens instead of its file picker, as in `<input capture>`.
   * @defaultValue the file picker
   */
  capture: { kind: 'choice', choices: ['user', 'environment'] },
  /**
   * Which files get a preview: `images`, `all` or `none`. Previews of videos need `media-src blob:` in a Content
   * Security Policy.
   * @defaultValue `images`
   */
  previews: { kind: 'choice', choices: ['images', 'all', 'none'], initial: 'images' },
  /** Adds a button to browse a whole folder, in browsers that can. @defaultValue false */
  folders: { kind: 'flag', initial: false },
  /** Adds a button that copies the key of a completed object. @defaultValue false */
  copyKeys: { kind: 'flag', initial: false },
} as const satisfies Readonly<Record<string, OptionRow>>;

/** How much room the widget takes. */
export type Variant = OptionValue<(typeof WIDGET_OPTIONS)['variant']>;

/** Which files get a preview. */
export type Previews = OptionValue<(typeof WIDGET_OPTIONS)['previews']>;

/** The options as React's props. */
export type WidgetOptionProps = {
  readonly [Name in keyof typeof WIDGET_OPTIONS]?:
    | OptionValue<(typeof WIDGET_OPTIONS)[Name]>
    | undefined;
};

/** The value of each option: the page's, or the initial one. */
export function readOptions(props: WidgetOptionProps): OptionValues<typeof WIDGET_OPTIONS> {
  const rows: Readonly<Record<string, OptionRow>> = WIDGET_OPTIONS;
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [name, Reflect.get(props, name) ?? row.initial]),
  ) as OptionValues<typeof WIDGET_OPTIONS>;
}
