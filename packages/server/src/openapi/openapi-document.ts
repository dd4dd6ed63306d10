import { ERROR_CODES } from '@slipway/protocol';
import { componentSchemas, queryParameters, schemaRef } from './component-schemas.ts';
import { type AnsweredCode, ERROR_MEANINGS } from './error-meanings.ts';
import type { JsonSchema, RouteDoc } from './route-doc.ts';
import { ROUTE_DOCS } from './route-docs.ts';

/** Settings that only the owner of a backend knows. */
export interface OpenApiOptions {
  /** The URL or path of the upload API, as callers see it. @defaultValue `/api` */
  readonly serverUrl?: string | undefined;
  /**
   * How callers authenticate, by name. A caller needs only one of the schemes. Each is a Security Scheme Object of
   * OpenAPI 3.1, such as `{ bearer: { type: 'http', scheme: 'bearer' } }`.
   *
   * @defaultValue none, so the document does not say
   */
  readonly securitySchemes?: Readonly<Record<string, object>> | undefined;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly tags: readonly JsonSchema[];
  readonly security?: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly headers: JsonSchema;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
}

const COMMON_CODES: readonly AnsweredCode[] = [
  'unauthorized',
  'forbidden',
  'rate-limited',
  'internal-error',
];
const BODY_CODES: readonly AnsweredCode[] = ['invalid-request', 'request-too-large'];

/**
 * Describes the upload API: every route with its schemas, error codes and an example. The request schemas are the
 * same ones that validate requests.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function createOpenApiDocument(options: OpenApiOptions = {}): OpenApiDocument {
  const { serverUrl = '/api', securitySchemes } = options;
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const doc of ROUTE_DOCS) {
    paths[doc.path] = { ...paths[doc.path], [doc.method.toLowerCase()]: describeRoute(doc) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Slipway',
      version: '1.0.0',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Uploads from browsers straight to S3. Create an upload, send its parts to the presigned URLs, complete it. Tokens travel in bodies, never in URLs.',
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: 'uploads', description: 'For users who may upload.' },
      { name: 'admin', description: 'For admins. 404 if the owner names no admins.' },
    ],
    ...(securitySchemes && {
      security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    }),
    paths,
    components: {
      schemas: componentSchemas('open'),
      headers: {
        RequestId: {
          description: 'Identifies the request in the backend’s log.',
          schema: { type: 'string' },
        },
        RetryAfter: {
          description: 'How long to wait before the next attempt, in seconds.',
          schema: { type: 'integer' },
        },
      },
      ...(securitySchemes && { securitySchemes }),
    },
  };
}

function describeRoute(doc: RouteDoc): JsonSchema {
  const { caller, operationId, summary, description, query, request, response } = doc;
  const codes = [...COMMON_CODES, ...(request ? BODY_CODES : []), ...doc.codes];
  return {
    tags: [caller === 'admin' ? 'admin' : 'uploads'],
    operationId,
    summary,
    description,
    ...(query && { parameters: queryParameters(query) }),
    ...(request && {
      requestBody: { required: true, content: json(request.name, { example: request.example }) },
    }),
    responses: {
      200: {
        description: 'Done. Each item of a batch succeeds or fails on its own.',
        headers: { 'x-request-id': headerRef('RequestId') },
        content: json(response.name, { example: response.example }),
      },
      ...describeErrors(codes, request !== undefined),
    },
  };
}

/** One response per status, with its codes. */
function describeErrors(codes: readonly AnsweredCode[], hasBody: boolean): JsonSchema {
  const statuses = new Set(codes.map((code) => ERROR_CODES[code].status));
  const all = hasBody ? statuses.add(UNSUPPORTED_BODY) : statuses;
  return Object.fromEntries(
    [...all].sort().map((status) => {
      const here = codes.filter((code) => ERROR_CODES[code].status === status);
      const canWait = here.some((code) => ERROR_CODES[code].retryable);
      const lines = here.map((code) => `- \`${code}\`: ${ERROR_MEANINGS[code]}`);
      if (hasBody && status === UNSUPPORTED_BODY) lines.push(UNSUPPORTED_BODY_MEANING);
      return [
        status,
        {
          description: lines.join('\n'),
          headers: {
            'x-request-id': headerRef('RequestId'),
            ...(canWait && { 'Retry-After': headerRef('RetryAfter') }),
          },
          content: json('ErrorResponse', {
            examples: Object.fromEntries(here.map((code) => [code, { value: exampleOf(code) }])),
          }),
        },
      ];
    }),
  );
}

/** A body of another type gets this status, with the code of 400. */
const UNSUPPORTED_BODY = 415;
const UNSUPPORTED_BODY_MEANING =
  '- `invalid-request`: The body is not JSON in UTF-8 of the content type `application/json`, or is compressed.';

function exampleOf(code: AnsweredCode): object {
  const requestId = '6f1d1c1e-9b6f-4a55-8f3e-6a5f0d3c2b1a';
  return { error: { code, message: ERROR_MEANINGS[code], requestId } };
}

function json(name: string, more: JsonSchema): JsonSchema {
  return { 'application/json': { schema: { $ref: schemaRef(name) }, ...more } };
}

function headerRef(name: string): JsonSchema {
  return { $ref: `#/components/headers/${name}` };
}
