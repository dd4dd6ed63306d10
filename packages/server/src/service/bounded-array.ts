import { z } from 'zod';

/** How many items an array of a request may have. */
export interface ArrayBounds {
  /** @defaultValue 0 */
  readonly min?: number;
  readonly max: number;
}

interface BoundedArrayDef extends z.core.$ZodArrayDef {
  readonly max: number;
}

/**
 * An array of a request's body, which fails as a whole: an array that is too long before any item is
 * checked, and any other at its first item that fails. `z.array` goes on to the last item, and collects
 * all issues. In an array within a batch these are hundreds of thousands, take seconds, and overflow the
 * stack.
 */
export function boundedArray<Item extends z.ZodType>(
  element: Item,
  { min, max }: ArrayBounds,
): z.ZodArray<Item> {
  const checks = [...(min === undefined ? [] : [z.minLength(min)]), z.maxLength(max)];
  return new BoundedArray({ type: 'array', element, checks, max }) as z.ZodArray<Item>;
}

/** A `ZodArray` to everything else: types, JSON Schema, clones. */
const BoundedArray = z.core.$constructor<z.ZodArray, BoundedArrayDef>(
  'BoundedArray',
  (array, definition) => {
    z.ZodArray.init(array, definition);
    const { element, max } = definition;
    const parseAll = array._zod.parse;
    array._zod.parse = (payload, context) => {
      const items: unknown = payload.value;
      // What is no array, or too long, has its issue from zod, which looks at no item for it.
      if (!Array.isArray(items) || items.length > max) return parseAll(payload, context);
      const parsed: unknown[] = [];
      for (const [index, value] of items.entries()) {
        const result = element._zod.run({ value, issues: [] }, context);
        if (result instanceof Promise) throw new z.core.$ZodAsyncError();
        if (result.issues.length > 0) {
          // Later checks would see items that were never checked.
          const final = result.issues.map((issue) => ({ ...issue, continue: false }));
          payload.issues.push(...z.core.util.prefixIssues(index, final));
          return payload;
        }
        parsed.push(result.value);
      }
      payload.value = parsed;
      return payload;
    };
  },
);
