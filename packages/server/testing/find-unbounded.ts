import { z } from 'zod';

type Schema = z.core.$ZodType;

/** A top-level array of at most this many items may validate all of them, because each item gets its own result. */
const LARGEST_BATCH = 1_000;

/** Kinds without inner values. The body's limit bounds the length of their text. */
const SCALARS: ReadonlySet<string> = new Set([
  'bigint',
  'boolean',
  'date',
  'enum',
  'literal',
  'nan',
  'never',
  'null',
  'number',
  'string',
  'template_literal',
  'transform',
  'undefined',
  'void',
]);

/**
 * Walks a request schema and returns what has no bound on its items or on its faults. Tests each array twice: with
 * one item too many, and with the maximum number of wrong items.
 *
 * @throws Error for an unknown kind of schema
 */
export function findUnbounded(schema: z.ZodType, path = ''): readonly string[] {
  return [...walk(schema as unknown as z.core.$ZodTypes, path, new Set())];
}

function* walk(schema: Schema, path: string, seen: Set<Schema>): Generator<string> {
  if (seen.has(schema)) return;
  seen.add(schema);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const inside = (inner: Schema, more = '') => walk(inner, path + more, seen);
  switch (def.type) {
    case 'array':
      yield* tryArray(schema as z.core.$ZodArray, path);
      return yield* inside(def.element, '[]');
    case 'object':
      for (const [name, value] of Object.entries(def.shape)) yield* inside(value, `.${name}`);
      if (def.catchall) yield* inside(def.catchall, '.*');
      return;
    case 'tuple':
      for (const item of def.items) yield* inside(item, '[]');
      if (def.rest) yield `${path} has no maximum`;
      return;
    case 'union':
      for (const option of def.options) yield* inside(option);
      return;
    case 'intersection':
      yield* inside(def.left);
      return yield* inside(def.right);
    case 'pipe':
      yield* inside(def.in);
      return yield* inside(def.out);
    case 'lazy':
      return yield* inside(def.getter());
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return yield* inside(def.innerType);
    case 'any':
    case 'unknown':
    case 'custom':
    case 'map':
    case 'record':
    case 'set':
      if (!saysItsBound(schema)) yield `${path} has no maximum`;
      return;
    default:
      if (!SCALARS.has(def.type)) throw new Error(`${path} is a ${def.type}: is it bounded?`);
  }
}

/** Whether a hand-written container declares its bound in its JSON Schema. Its own tests check the bound. */
function saysItsBound(schema: Schema): boolean {
  const { maxProperties } = (z.globalRegistry.get(schema) ?? {}) as {
    readonly [name: string]: unknown;
  };
  return typeof maxProperties === 'number';
}

function* tryArray(schema: z.core.$ZodArray, path: string): Generator<string> {
  const { maxItems } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  if (maxItems === undefined) return yield `${path} has no maximum`;
  const long = watched(maxItems + 1);
  const { error } = z.safeParse(schema, long.items);
  if (long.reads() > 0) yield `${path} looks at the items of an array that is too long`;
  if (error?.issues.length !== 1)
    yield `${path} finds more than one fault in an array that is too long`;
  if (maxItems <= LARGEST_BATCH && !path.includes('[]')) return;
  const wrong = watched(maxItems);
  z.safeParse(schema, wrong.items);
  if (wrong.reads() > 1) yield `${path} looks at items after one that is wrong`;
}

/** An array of items that no schema accepts, which counts how many items are read. */
function watched(length: number) {
  const seen = new Set<PropertyKey>();
  const items = new Proxy(
    Array.from({ length }, () => Symbol('wrong')),
    {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) seen.add(key);
        return Reflect.get(target, key, receiver);
      },
    },
  );
  return { items, reads: () => seen.size };
}
