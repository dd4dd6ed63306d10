import { createOpenApiDocument } from '@slipway/server/express';
import { describeFields, describeType, type Field, type Schema } from './schema-fields.ts';

/** The parts of an OpenAPI document that the page shows. */
interface ApiDocument {
  readonly info: { readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface ApiOperation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: { readonly content: JsonContent };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: JsonContent }>
  >;
}

interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface JsonContent {
  readonly 'application/json'?: { readonly schema: Schema; readonly example?: unknown };
}

const INTRODUCTION = `# The HTTP API

What \`createUploadRouter\` and \`createUploadHandler\` answer below the path that they are mounted at, for those who
write a client of their own. This page is generated from the OpenAPI 3.1 document that the backend serves at
\`/openapi.json\`, and the document from the schemas that requests are checked by.

Requests and answers are JSON. Unknown fields are refused. A body may be as large as the largest valid request of its route,
in bytes and in its number of fields and items, and 2 MiB at most. A batch answers 200 with a result or an error for each item; when
all of its items fail by one code, it answers that code's status. Every answer names itself in \`x-request-id\`.
`;

/** The API's routes as a page of Markdown. */
export function renderHttpApi(): string {
  const document = createOpenApiDocument({ serverUrl: '/api' }) as unknown as ApiDocument;
  const { schemas } = document.components;
  const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      renderRoute(`${method.toUpperCase()} ${path}`, operation, schemas),
    ),
  );
  return [INTRODUCTION, ...routes].join('\n');
}

function renderRoute(
  name: string,
  { summary, description, parameters = [], requestBody, responses }: ApiOperation,
  schemas: ApiDocument['components']['schemas'],
): string {
  const sections = [`## ${name}\n`, `${[`${summary}.`, description].filter(Boolean).join(' ')}\n`];
  const query = parameters.filter((parameter) => parameter.in === 'query');
  if (query.length > 0) {
    sections.push(
      fieldTable(
        'query',
        query.map(({ name: field, required = false, description: meaning = '', schema }) => ({
          name: field,
          type: describeType(schema, schemas),
          isRequired: required,
          meaning,
        })),
      ),
    );
  }
  const request = requestBody?.content['application/json'];
  if (request) {
    sections.push(fieldTable('request', describeFields(request.schema, schemas)));
    sections.push(example(request.example));
  }
  for (const [status, { description: meaning, content }] of Object.entries(responses)) {
    const answer = content?.['application/json'];
    if (!status.startsWith('2')) continue;
    sections.push(`**${status}**: ${meaning}\n`);
    if (answer) {
      sections.push(fieldTable('answer', describeFields(answer.schema, schemas)));
      sections.push(example(answer.example));
    }
  }
  sections.push('| status | errors |', '| --- | --- |');
  for (const [status, { description: meaning }] of Object.entries(responses)) {
    if (!status.startsWith('2'))
      sections.push(`| ${status} | ${meaning.replace(/^- /, '').replaceAll('\n- ', '<br>')} |`);
  }
  return `${sections.join('\n')}\n`;
}

function fieldTable(title: string, fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, type, isRequired, meaning }) =>
      `| \`${name}\` | ${type} | ${isRequired ? 'yes' : ''} | ${meaning} |`,
  );
  return [`| ${title} | is | required | |`, '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function example(value: unknown): string {
  if (value === undefined) return '';
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;
}
