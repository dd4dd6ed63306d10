import { z } from 'zod';
import { RESPONSE_SCHEMAS } from './response-schemas.ts';
import type { JsonSchema, NamedSchema } from './route-doc.ts';
import { ROUTE_DOCS } from './route-docs.ts';

/**
 * All schemas by name. Requests allow no unknown field. Responses may gain fields, which clients must ignore. With
 * `closed` answers, an undescribed field is an error.
 */
export function componentSchemas(answers: 'open' | 'closed'): Readonly<Record<string, JsonSchema>> {
  const requests = ROUTE_DOCS.flatMap(({ request }) => request ?? []);
  const responses = answers === 'open' ? RESPONSE_SCHEMAS : close(RESPONSE_SCHEMAS);
  return { ...requestSchemas(requests), ...(responses as Readonly<Record<string, JsonSchema>>) };
}

function requestSchemas(named: readonly NamedSchema[]): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of named) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: schemaRef,
    // Custom code validates metadata. Its schema describes as much as JSON Schema can express.
    unrepresentable: 'any',
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _dialect, ...schema }]) => [
      name,
      schema as JsonSchema,
    ]),
  );
}

/** Forbids undescribed fields in all objects of the schemas. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, close(one)]));
  return 'properties' in schema && 'type' in schema && schema.type === 'object'
    ? { ...closed, additionalProperties: false }
    : closed;
}

/** The parameters of a query. In the URL each one is text. The schema describes its parsed value. */
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

/** The reference to a schema in the document. */
export function schemaRef(name: string): string {
  return `#/components/schemas/${name}`;
}
