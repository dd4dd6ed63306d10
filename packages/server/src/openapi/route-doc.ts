import type { z } from 'zod';
import type { AnsweredCode } from './error-meanings.ts';

/** A schema under the name that the document refers to it by. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** What the document says of one route. */
export interface RouteDoc {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Who may call. */
  readonly caller: 'user' | 'admin';
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Of a GET: what its query can hold. */
  readonly query?: z.ZodObject;
  /** Of a POST: its body. */
  readonly request?: NamedSchema & { readonly example: object };
  readonly response: NamedSchema & { readonly example: object };
  /** Besides those that every route can answer. */
  readonly codes: readonly AnsweredCode[];
}
