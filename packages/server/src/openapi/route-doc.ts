import type { z } from 'zod';
import type { AnsweredCode } from './error-meanings.ts';

/** A JSON Schema of dialect 2020-12, as in OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of a request and its name in the document. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** The description of one route. */
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
  /** `name` is the schema's name in `RESPONSE_SCHEMAS`. */
  readonly response: { readonly name: string; readonly example: object };
  /** The codes of this route, in addition to the common ones. */
  readonly codes: readonly AnsweredCode[];
}
