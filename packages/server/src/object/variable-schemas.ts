import { z } from 'zod';

/** One of S3's own words, spelled as S3 spells them. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `is one of ${words.join(', ')}.` }).optional();

/** A header's value that no proxy or SDK changes. */
export const headerText = () =>
  z
    .string()
    .regex(/^[!-~](?:[ -~]*[!-~])?$/, { error: 'is printable ASCII, without spaces at its ends.' })
    .optional();

/** `true`, `false`, or not set. */
export const trueOrFalse = () =>
  z
    .string()
    .refine((text) => ['true', 'false', '1', '0'].includes(text), { error: 'is true or false.' })
    .transform((text) => text === 'true' || text === '1')
    .optional();

/** Names and their values, in the format of a URL's query. S3 uses it for tags. */
export const pairs = () =>
  z
    .string()
    .transform((text, context): Readonly<Record<string, string>> => {
      const found = [...new URLSearchParams(text)];
      const names = new Set(found.map(([name]) => name));
      if (text.split('&').every((pair) => /^[^=]+=/.test(pair)) && names.size === found.length) {
        return Object.fromEntries(found);
      }
      context.addIssue({
        code: 'custom',
        message:
          'looks like team=video&source=web, with each name once. Percent-encode & and = in values.',
      });
      return z.NEVER;
    })
    .optional();

const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** A time with its zone, or a day in UTC. */
export const date = () =>
  z
    .string()
    .refine((text) => ISO_DATE.test(text) && !Number.isNaN(Date.parse(text)), {
      error: 'is a time such as 2030-01-31T00:00:00Z, or a day such as 2030-01-31.',
    })
    .transform((text) => new Date(text))
    .optional();

/** At most a hundred years. */
export const days = () =>
  z
    .string()
    .refine((text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 36_500, {
      error: 'is a whole number of days from 1 to 36500.',
    })
    .transform(Number)
    .optional();
