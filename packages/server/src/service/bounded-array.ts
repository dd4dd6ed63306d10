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
 * An array in a request body that stops at its first issue. Too long an array fails before any item is
 * checked. `z.array` checks all items and collects all issues. For an array within a batch, that can be
 * hundreds of thousands of issues, which take seconds and overflow the stack.
 */
export function boundedArray<Item extends z.ZodType>(
  element: Item,
  { min, max }: ArrayBounds,
): z.ZodArray<Item> {
  const checks = [...(min === undefined ? [] : [z.minLength(min)]), z.maxLength(max)];
  return new BoundedArray({ type: 'array', element, checks, max }) as z.ZodArray<Item>;
}

/** Behaves like a `ZodArray` otherwise: types, JSON Schema, clones. */
const BoundedArray = z.core.$constructor<z.ZodArray, BoundedArrayDef>(
  'BoundedArray',
  (array, definition) => {
    z.ZodArray.init(array, definition);
    const { element, max } = definition;
    const parseAll = array._zod.parse;
    array._zod.parse = (payload, context) => {
      const items: unknown = payload.value;
      // Zod reports a value that is no array, or too long, without checking items.
      if (!Array.isArray(items) || items.length > max) return parseAll(payload, context);
      const parsed: unknown[] = [];
      for (const [index, value] of items.entries()) {
        const result = element._zod.run({ value, issues: [] }, context);
        if (result instanceof Promise) throw new z.core.$ZodAsyncError();
        if (result.issues.length > 0) {
          // `continue: false` stops later checks, which would see unchecked items.
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
