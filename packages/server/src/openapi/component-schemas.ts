import { z } from 'zod';
import {
  completedObjectSchema,
  errorBodySchema,
  errorResponseSchema,
  presignedPartSchema,
  storedPartSchema,
} from './response-schemas.ts';
import type { NamedSchema } from './route-doc.ts';
import { ROUTE_DOCS } from './route-docs.ts';

/** Any JSON Schema, of the dialect 2020-12, which is OpenAPI 3.1's. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const PARTS_OF_ANSWERS: readonly NamedSchema[] = [
  { name: 'Error', schema: errorBodySchema },
  { name: 'ErrorResponse', schema: errorResponseSchema },
  { name: 'PresignedPart', schema: presignedPartSchema },
  { name: 'StoredPart', schema: storedPartSchema },
  { name: 'CompletedObject', schema: completedObjectSchema },
];

/**
 * All schemas by their names. Requests take no unknown field; answers may gain some, which clients have
 * to pass over, unless `answers` are `closed`: then a field that is not described is an error.
 */
export function componentSchemas(answers: 'open' | 'closed'): Readonly<Record<string, JsonSchema>> {
  const requests = ROUTE_DOCS.flatMap(({ request }) => request ?? []);
  const responses = ROUTE_DOCS.map(({ response }) => response);
  return {
    ...toJsonSchemas(requests, 'input'),
    ...toJsonSchemas([...PARTS_OF_ANSWERS, ...responses], answers === 'open' ? 'input' : 'output'),
  };
}

/** For the input side, zod leaves objects open unless they are strict; for the output side it closes them. */
function toJsonSchemas(named: readonly NamedSchema[], io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of named) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: schemaRef,
    // Metadata is checked by hand; what JSON Schema can say of it stands beside it.
    unrepresentable: 'any',
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _dialect, ...schema }]) => [
      name,
      schema as JsonSchema,
    ]),
  );
}

/** What a query can hold, as the parameters of a route: each is text in the URL, and what it stands for here. */
export function queryParameters(query: z.ZodObject): readonly JsonSchema[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, {
    io: 'output',
    unrepresentable: 'any',
  });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** How the document refers to a schema. */
export function schemaRef(name: string): string {
  return `#/components/schemas/${name}`;
}
