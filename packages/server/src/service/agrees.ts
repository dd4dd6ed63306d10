import type { z } from 'zod';

/** Whether two types are the same, to the last optional field. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type ReadonlyDeep<T> = T extends object ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> } : T;

/** Fails to compile, as `true satisfies Agrees<…>`, when a schema and the protocol's type are not the same. */
export type Agrees<Schema extends z.ZodType, Message> = Same<
  ReadonlyDeep<z.infer<Schema>>,
  ReadonlyDeep<Message>
>;
