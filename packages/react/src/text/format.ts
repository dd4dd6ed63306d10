/** The forms of a text, by plural category. `{n}` stands for the number. */
export type PluralForms = { readonly other: string } & Partial<
  Readonly<Record<Intl.LDMLPluralRule, string>>
>;

/** Formats numbers in one language. Created by {@link createFormat}. */
export interface Format {
  /** Bytes, to three digits: `1.41 GB`. Units are powers of 1,000: a limit of `200MB` is shown as `200 MB`. */
  size(bytes: number): string;
  /** A limit, as its owner wrote it: like `size`, but 5 × 1,024³ bytes are `5 GiB` and not `5.37 GB`. */
  limit(bytes: number): string;
  /** Like `size`, but always with three digits, so that a growing number keeps its width. */
  runningSize(bytes: number): string;
  /** Bytes per second, to two digits: `24 MB/s`. */
  speed(bytesPerSecond: number): string;
  /** A rough duration: `20 sec`, `4 min`, `1 hr, 5 min`. Rounded up, at least a second. */
  duration(milliseconds: number): string;
  /** How long ago something was, roughly: `5 minutes ago`, `yesterday`. */
  ago(milliseconds: number): string;
  /** A fraction from 0 to 1 as whole percents. Rounded down, so that 100 % means complete. */
  percent(fraction: number): string;
  /** A whole number. */
  count(n: number): string;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
  /** The form of a text for the number `n`, with the number filled in. */
  plural(n: number, forms: PluralForms): string;
}

const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
/** `Intl` has no names for these. */
const BINARY_UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Styles of a number with its unit. */
const UNIT_STYLES = {
  whole: { unitDisplay: 'short' },
  inWords: { unitDisplay: 'long' },
  rough: { unitDisplay: 'short', maximumSignificantDigits: 2 },
  brief: { unitDisplay: 'short', maximumSignificantDigits: 3 },
  steady: { unitDisplay: 'short', minimumSignificantDigits: 3, maximumSignificantDigits: 3 },
} as const satisfies Record<string, Intl.NumberFormatOptions>;

type UnitStyle = keyof typeof UNIT_STYLES;

/** Creates a format. @param locale BCP 47 tag of the language of the texts, such as `en` */
export function createFormat(locale: string): Format {
  // Building an Intl formatter costs more than using it a hundred times, so each is made once.
  const unitFormats = new Map<string, Intl.NumberFormat>();
  const unit = (value: number, name: string, style: UnitStyle): string => {
    const key = `${style} ${name}`;
    let format = unitFormats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, { style: 'unit', unit: name, ...UNIT_STYLES[style] });
      unitFormats.set(key, format);
    }
    return format.format(value);
  };
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  const plurals = new Intl.PluralRules(locale);
  const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' });
  const units = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });

  const size = (bytes: number, style: UnitStyle): string => {
    const { value, step } = scale(bytes, 1000);
    return step === 0 ? unit(bytes, 'byte', 'inWords') : unit(value, unitAt(step), style);
  };

  return {
    size: (bytes) => size(bytes, 'brief'),
    limit(bytes) {
      const { value, step } = scale(bytes, 1024);
      const isBinary = step > 0 && isShort(value) && !isShort(scale(bytes, 1000).value);
      return isBinary
        ? `${numbers.format(value)}\u00a0${BINARY_UNITS[step - 1]}`
        : size(bytes, 'brief');
    },
    runningSize: (bytes) => size(bytes, 'steady'),
    speed(bytesPerSecond) {
      const { value, step } = scale(bytesPerSecond, 1000, 1);
      return unit(value, `${unitAt(step)}-per-second`, 'rough');
    },
    duration: (milliseconds) =>
      units.format(splitDuration(milliseconds).map(([value, name]) => unit(value, name, 'whole'))),
    ago(milliseconds) {
      const { value, name } = largestUnit(milliseconds);
      return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-value, name);
    },
    percent: (fraction) => percents.format(Math.floor(clampFraction(fraction) * 100) / 100),
    count: (n) => numbers.format(n),
    list: (items) => conjunction.format(items),
    plural: (n, forms) =>
      (forms[plurals.select(n)] ?? forms.other).replace('{n}', numbers.format(n)),
  };
}

/** Whether three digits show all of the number. */
function isShort(value: number): boolean {
  return Number(value.toPrecision(3)) === value;
}

/** The largest unit that keeps the number under 1,000. Each unit is `base` times the one before. */
function scale(bytes: number, base: 1000 | 1024, leastStep = 0): { value: number; step: number } {
  let value = bytes / base ** leastStep;
  let step = leastStep;
  // Three digits round 999.5 up to 1,000, which reads as the next unit.
  while (value >= 999.5 && step < SIZE_UNITS.length - 1) {
    value /= base;
    step += 1;
  }
  return { value, step };
}

function unitAt(step: number): string {
  return SIZE_UNITS[step] ?? 'byte';
}

function clampFraction(fraction: number): number {
  return Math.min(Math.max(fraction, 0), 1);
}

/** Splits a duration into at most two units. Long durations are coarser, because their seconds tell users nothing. */
function splitDuration(milliseconds: number): readonly (readonly [number, string])[] {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds <= 15) return [[seconds, 'second']];
  if (seconds <= 55) return [[Math.ceil(seconds / 5) * 5, 'second']];
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return [[minutes, 'minute']];
  if (minutes < 24 * 60) return pair(minutes, 60, 'hour', 'minute');
  return pair(Math.ceil(minutes / 60), 24, 'day', 'hour');
}

function largestUnit(milliseconds: number): { value: number; name: 'minute' | 'hour' | 'day' } {
  const minutes = Math.floor(Math.max(milliseconds, 0) / 60_000);
  if (minutes < 60) return { value: minutes, name: 'minute' };
  if (minutes < 24 * 60) return { value: Math.floor(minutes / 60), name: 'hour' };
  return { value: Math.floor(minutes / 60 / 24), name: 'day' };
}

function pair(small: number, perLarge: number, large: string, rest: string) {
  const remainder = small % perLarge;
  const first = [Math.floor(small / perLarge), large] as const;
  return remainder === 0 ? [first] : [first, [remainder, rest] as const];
}
