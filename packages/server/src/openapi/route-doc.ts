import type { z } from 'zod';
import type { AnsweredCode } from './error-meanings.ts';

/** Any JSON Schema of the dialect 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of a request, under its name in the document. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** What the document says about one route. */
export interface RouteDoc {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Who may call. */
  readonly caller: 'user' | 'admin';
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** The query of a GET. */
  readonly query?: z.ZodObject;
  /** The body of a POST. */
  readonly request?: NamedSchema & { readonly example: object };
  /** Its schema has this name in `RESPONSE_SCHEMAS`. */
  readonly response: { readonly name: string; readonly example: object };
  /** The codes of this route, besides those that every route can answer. */
  readonly codes: readonly AnsweredCode[];
}
