import type { z } from 'zod';

/** Whether two types are identical, including optional fields. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;

/** `true satisfies Agrees<…>` compiles only if a schema and the protocol's type are identical. */
export type Agrees<Schema extends z.ZodType, Message> = Same<
  ReadonlyDeep<z.infer<Schema>>,
  ReadonlyDeep<Message>
>;
