/** The parts of JSON Schema that the API's schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A field, named by its path: `uploads[].parts[].partNumber`. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly meaning: string;
}

type Schemas = Readonly<Record<string, Schema>>;

/** All fields of a schema and its nested schemas, in their order. Alternatives list the fields of each. */
export function describeFields(schema: Schema, schemas: Schemas, prefix = ''): readonly Field[] {
  const found = new Map<string, Field>();
  for (const one of alternatives(resolve(schema, schemas), schemas)) {
    for (const [key, property] of Object.entries(one.properties ?? {})) {
      const name = `${prefix}${key}`;
      const field = resolve(property, schemas);
      const fields: readonly Field[] = [
        {
          name,
          type: describeType(field, schemas),
          isRequired: one.required?.includes(key) ?? false,
          meaning: (property.description ?? field.description ?? '').replaceAll('\n', ' '),
        },
        ...describeFields(field, schemas, `${name}.`),
        ...(field.items ? describeFields(field.items, schemas, `${name}[].`) : []),
      ];
      for (const each of fields) if (!found.has(each.name)) found.set(each.name, each);
    }
  }
  return [...found.values()];
}

function alternatives(schema: Schema, schemas: Schemas): readonly Schema[] {
  const others = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...others.flatMap((other) => alternatives(resolve(other, schemas), schemas))];
}

function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolve(schemas[name] ?? {}, schemas);
}

/** Describes the values that a schema accepts. */
export function describeType(unresolved: Schema, schemas: Schemas): string {
  const schema = resolve(unresolved, schemas);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const kinds = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((one) =>
    describeType(one, schemas),
  );
  if (kinds.length > 0) return [...new Set(kinds)].join(' or ');
  if (schema.type === 'array') {
    const items = describeType(schema.items ?? {}, schemas);
    return `list of ${items}${bounds(schema.minItems, schema.maxItems)}`;
  }
  const { minimum = schema.exclusiveMinimum, maximum, minLength, maxLength } = schema;
  return `${schema.type ?? 'any'}${bounds(minimum ?? minLength, maximum ?? maxLength)}`;
}

function bounds(from: number | undefined, to: number | undefined): string {
  if (to !== undefined && to < Number.MAX_SAFE_INTEGER) {
    return `, ${(from ?? 0).toLocaleString('en')} to ${to.toLocaleString('en')}`;
  }
  return from === undefined || from <= 0 ? '' : `, from ${from.toLocaleString('en')}`;
}
