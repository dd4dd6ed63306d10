import { z } from 'zod';

/** How large the body of one route may be. */
export interface BodyBounds {
  /** Bytes of JSON. */
  readonly maxBytes: number;
  /**
   * Opening brackets, colons and commas outside of texts. They bound the fields and items, and these are what parsing costs.
   * Long texts cost next to nothing.
   */
  readonly maxMarks: number;
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Texts of ASCII. A character of other texts takes up to six bytes, as in `\u0000`. */
const PLAIN: ReadonlySet<string> = new Set(['token', 'etag', 'checksum']);
const BYTES_OF_A_CHARACTER = 6;
/** Quotes, and the escaped quotes of an ETag. */
const BYTES_AROUND_A_TEXT = 6;
/** `9007199254740991`, and a sign. */
const BYTES_OF_A_NUMBER = 17;
/** The quotes of a name, a colon and a comma. */
const BYTES_AROUND_A_FIELD = 4;
/** Of each file, on average. Its bytes are limited too, and the owner has to allow each name. */
const METADATA: BodyBounds = { maxBytes: 4_096, maxMarks: 200 };

/**
 * Computes from a request's schema what its largest body needs.
 *
 * @param totals most items of inner lists, by name, over the whole request. @defaultValue as many as the schema allows in
 *   each of them
 */
export function bodyBoundsOf(
  schema: z.ZodType,
  totals: Readonly<Record<string, number>> = {},
): BodyBounds {
  const inAll: BodyBounds[] = [];

  function measure(json: JsonSchema, name: string): BodyBounds {
    const { type, properties, anyOf } = json;
    if (anyOf) return anyOf.map((one) => measure(one as JsonSchema, name)).reduce(larger);
    if (properties) return measureFields(Object.entries(properties));
    if (type === 'object') return METADATA;
    if (type === 'array') return measureList(json, name);
    if (type === 'string') return { maxBytes: bytesOfText(json, name), maxMarks: 0 };
    return { maxBytes: BYTES_OF_A_NUMBER, maxMarks: 0 };
  }

  function measureFields(fields: readonly (readonly [string, unknown])[]): BodyBounds {
    return fields.reduce<BodyBounds>(
      (sum, [field, value]) => {
        const around = { maxBytes: field.length + BYTES_AROUND_A_FIELD, maxMarks: 2 };
        return plus(sum, plus(around, measure(value as JsonSchema, field)));
      },
      { maxBytes: 2, maxMarks: 1 },
    );
  }

  function measureList({ items, maxItems = 0 }: JsonSchema, name: string): BodyBounds {
    const brackets = { maxBytes: 2, maxMarks: 1 };
    const item = plus(measure(items as JsonSchema, name), { maxBytes: 1, maxMarks: 1 });
    const total = totals[name];
    if (total === undefined) return plus(brackets, times(item, maxItems));
    inAll.push(times(item, total));
    return brackets;
  }

  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return plus(measure(json, ''), inAll.reduce(plus, { maxBytes: 0, maxMarks: 0 }));
}

function bytesOfText({ enum: choices, maxLength = 0 }: JsonSchema, name: string): number {
  const length = choices ? Math.max(...choices.map((one) => String(one).length)) : maxLength;
  return length * (PLAIN.has(name) ? 1 : BYTES_OF_A_CHARACTER) + BYTES_AROUND_A_TEXT;
}

function plus(a: BodyBounds, b: BodyBounds): BodyBounds {
  return { maxBytes: a.maxBytes + b.maxBytes, maxMarks: a.maxMarks + b.maxMarks };
}

function times({ maxBytes, maxMarks }: BodyBounds, count: number): BodyBounds {
  return { maxBytes: maxBytes * count, maxMarks: maxMarks * count };
}

function larger(a: BodyBounds, b: BodyBounds): BodyBounds {
  return {
    maxBytes: Math.max(a.maxBytes, b.maxBytes),
    maxMarks: Math.max(a.maxMarks, b.maxMarks),
  };
}
