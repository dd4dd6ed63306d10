import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './pages.ts';
import { describe, type JsonSchema, type TypeSchemaOptions, typeSchema } from './type-schema.ts';

const PROTOCOL = join(ROOT, 'packages/protocol/src/index.ts');

/** The path of the schemas from the repository's root. */
export const RESPONSE_SCHEMAS_PATH = 'packages/server/src/openapi/response-schemas.ts';

/** The names of the schemas in the OpenAPI document, and the protocol's types that they describe. */
const TYPES: Readonly<Record<string, string>> = {
  Error: 'ErrorBody',
  ErrorResponse: 'ErrorResponse',
  PresignedPart: 'PresignedPart',
  StoredPart: 'StoredPart',
  CompletedObject: 'CompletedObject',
  Policy: 'PolicyResponse',
  CreateResponse: 'CreateResponse',
  PresignResponse: 'PresignResponse',
  ListPartsResponse: 'ListPartsResponse',
  CompleteResponse: 'CompleteResponse',
  AbortResponse: 'AbortResponse',
  ListUploadsResponse: 'ListUploadsResponse',
  UploadPartsResponse: 'UploadPartsResponse',
  AdminAbortResponse: 'AdminAbortResponse',
  ListObjectsResponse: 'ListObjectsResponse',
  DeleteObjectsResponse: 'DeleteObjectsResponse',
  ConfigurationResponse: 'ConfigurationResponse',
  DoctorReport: 'DoctorReport',
  ListWebhooksResponse: 'ListWebhooksResponse',
  SendWebhooksResponse: 'SendWebhooksResponse',
};

/**
 * Renders a module with the schemas of all responses, from the protocol's types and their doc comments.
 *
 * @throws Error when the protocol lacks one of the types, or JSON cannot represent it
 */
export function renderResponseSchemas(): string {
  const schemas = JSON.stringify(describeTypes(PROTOCOL, TYPES));
  return format(`// \`pnpm --filter @slipway/docs generate\` makes this file from the types of @slipway/protocol.
import type { JsonSchema } from './route-doc.ts';

/** The schemas of all responses, which may gain fields, by their names in the OpenAPI document. */
export const RESPONSE_SCHEMAS = ${schemas} as const satisfies Readonly<Record<string, JsonSchema>>;
`);
}

/** Describes exported types of a module. They refer to each other by the names that the caller gives them. */
export function describeTypes(
  path: string,
  types: Readonly<Record<string, string>>,
): Readonly<Record<string, JsonSchema>> {
  const program = ts.createProgram([path], {
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = new Map(
    (module ? checker.getExportsOfModule(module) : []).map((one) => [one.name, one]),
  );
  const named = Object.entries(types).map(([name, typeName]) => {
    const found = exported.get(typeName);
    if (!found) throw new Error(`${path} exports no ${typeName}.`);
    const isAlias = (found.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(found) : found;
    return { name, symbol, type: checker.getDeclaredTypeOfSymbol(symbol) };
  });
  const refs = new Map(named.map(({ name, type }) => [type, `#/components/schemas/${name}`]));
  const options: TypeSchemaOptions = { checker, refOf: (type) => refs.get(type) };
  return Object.fromEntries(
    named.map(({ name, symbol, type }) => [
      name,
      { description: describe(symbol, checker), ...typeSchema(type, options) },
    ]),
  );
}

function format(code: string): string {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'format', `--stdin-file-path=${RESPONSE_SCHEMAS_PATH}`];
  return execFileSync(process.execPath, args, { cwd: ROOT, input: code, encoding: 'utf8' });
}
