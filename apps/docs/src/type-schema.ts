import ts from 'typescript';

/** A JSON Schema of the dialect 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How types become schemas. */
export interface TypeSchemaOptions {
  readonly checker: ts.TypeChecker;
  /** The schema to refer to instead of describing the type in place; `undefined` for most types. */
  readonly refOf: (type: ts.Type) => string | undefined;
}

/**
 * Describes a type of a JSON message as a schema. Descriptions and default values come from the doc comments. The tag
 * `@integer from 0` says that a number, or each number of a list, is whole and not negative.
 *
 * @throws Error for a type that JSON cannot represent
 */
export function typeSchema(type: ts.Type, options: TypeSchemaOptions): JsonSchema {
  const { checker } = options;
  if (type.isUnion()) return unionSchema(type, options);
  if (type.isStringLiteral()) return { type: 'string', const: type.value };
  if (type.isNumberLiteral()) return { type: 'number', const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) {
    return { type: 'boolean', const: checker.typeToString(type) === 'true' };
  }
  if (type.flags & ts.TypeFlags.String) return { type: 'string' };
  if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
  if (type.flags & ts.TypeFlags.NonPrimitive) return { type: 'object' };
  if (type.flags & ts.TypeFlags.TemplateLiteral)
    return templateSchema(type as ts.TemplateLiteralType);
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    if (item) return { type: 'array', items: refOrSchema(item, options) };
  }
  const isObject = type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection);
  if (isObject && type.getCallSignatures().length === 0) return objectSchema(type, options);
  throw new Error(`JSON cannot represent ${checker.typeToString(type)}.`);
}

function refOrSchema(type: ts.Type, options: TypeSchemaOptions): JsonSchema {
  const $ref = options.refOf(type);
  return $ref === undefined ? typeSchema(type, options) : { $ref };
}

function unionSchema({ types }: ts.UnionType, options: TypeSchemaOptions): JsonSchema {
  if (types.every((one) => one.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
  const texts = types.filter((one) => one.isStringLiteral());
  const others = types.filter((one) => !one.isStringLiteral());
  const schemas = others.map((one) => refOrSchema(one, options));
  if (texts.length > 0) schemas.unshift({ type: 'string', enum: texts.map(({ value }) => value) });
  const [only] = schemas;
  if (schemas.length === 1 && only) return only;
  // The compiler sorts alternatives by internal IDs. Readers want results before errors.
  const sorted = schemas.toSorted((a, b) => Number(isError(a)) - Number(isError(b)));
  return types.every((one) => one.getProperty('kind') ?? one.getProperty('status'))
    ? { oneOf: sorted }
    : { anyOf: sorted };
}

function isError({ required }: JsonSchema): boolean {
  return Array.isArray(required) && required.includes('error');
}

/** Describes a template of strings, such as `permission-${string}`. */
function templateSchema({ texts, types }: ts.TemplateLiteralType): JsonSchema {
  if (types.some(({ flags }) => !(flags & ts.TypeFlags.String))) {
    throw new Error('A template can contain only strings.');
  }
  return { type: 'string', pattern: `^${texts.join('[\\s\\S]*')}$` };
}

function objectSchema(type: ts.Type, options: TypeSchemaOptions): JsonSchema {
  const { checker } = options;
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  if (index) return { type: 'object', additionalProperties: refOrSchema(index.type, options) };
  const properties = checker.getPropertiesOfType(type);
  const required = properties.filter((property) => !isOptional(property));
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map((property) => [property.name, propertySchema(property, options)]),
    ),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
  };
}

function propertySchema(property: ts.Symbol, options: TypeSchemaOptions): JsonSchema {
  const { checker } = options;
  const description = describe(property, checker);
  const declared = checker.getTypeOfSymbol(property);
  // `?: undefined` says that a field never occurs.
  if (declared.flags & ts.TypeFlags.Undefined) return { not: {} };
  const type = isOptional(property) ? checker.getNonNullableType(declared) : declared;
  const schema = refOrSchema(type, options);
  const bounds = integerBounds(property, checker);
  return {
    ...(description && { description }),
    ...schema,
    ...(schema.type === 'array' && bounds ? { items: bounds } : bounds),
  };
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}

function integerBounds(property: ts.Symbol, checker: ts.TypeChecker): JsonSchema | undefined {
  const tag = property.getJsDocTags(checker).find(({ name }) => name === 'integer');
  if (!tag) return undefined;
  const [, from] = /^from (\d+)$/.exec(ts.displayPartsToString(tag.text)) ?? [];
  if (from === undefined) throw new Error(`${property.name}: write "@integer from 0".`);
  return { type: 'integer', minimum: Number(from) };
}

/** The doc comment of a type or a field, as one paragraph. */
export function describe(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [byDefault] = symbol.getJsDocTags(checker).filter(({ name }) => name === 'defaultValue');
  const text = plain(symbol.getDocumentationComment(checker));
  const end = byDefault ? `Default: ${plain(byDefault.text)}.` : '';
  return [text, end].filter(Boolean).join(' ');
}

/** `{@link Type.field}` becomes `field`. */
function plain(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? [])
    .map(({ kind, text }) => {
      if (kind === 'linkName') return `\`${text.split('.').at(-1)}\``;
      return kind === 'link' ? '' : text;
    })
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
