import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeTypes } from './response-schemas.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-schemas-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function schemaOf(code: string, types: Readonly<Record<string, string>> = { Message: 'Message' }) {
  const path = join(folder, 'messages.ts');
  writeFileSync(path, code);
  return describeTypes(path, types);
}

test('a field has its doc comment, default and bounds, and is required unless it is optional', () => {
  const code = `
    /** A file. */
    export interface Message {
      /** Bytes, see {@link Message.name}. @integer from 0 */
      readonly size: number;
      /**
       * What to call it,
       * in one line.
       *
       * @defaultValue \`a.txt\`
       */
      readonly name?: string | undefined;
      readonly isNew?: boolean;
      readonly ratio: number;
      /** @integer from 1 */
      readonly numbers: readonly number[];
    }`;
  expect(schemaOf(code)).toEqual({
    Message: {
      description: 'A file.',
      type: 'object',
      properties: {
        size: { description: 'Bytes, see `name`.', type: 'integer', minimum: 0 },
        name: {
          description: 'What to call it, in one line. Default: `a.txt`.',
          type: 'string',
        },
        isNew: { type: 'boolean' },
        ratio: { type: 'number' },
        numbers: { type: 'array', items: { type: 'integer', minimum: 1 } },
      },
      required: ['size', 'ratio', 'numbers'],
    },
  });
});

test('a schema describes unions, lists, maps and templates', () => {
  const code = `
    /** All kinds. */
    export interface Message {
      readonly mode: 'a' | 'b';
      readonly id: 'x' | \`permission-\${string}\`;
      readonly texts: Readonly<Record<string, string>>;
      readonly lists: readonly (readonly number[])[];
      readonly any: object;
      readonly one: 1;
    }`;
  expect(schemaOf(code)).toMatchObject({
    Message: {
      properties: {
        mode: { type: 'string', enum: ['a', 'b'] },
        id: {
          anyOf: [
            { type: 'string', enum: ['x'] },
            { type: 'string', pattern: '^permission-[\\s\\S]*$' },
          ],
        },
        texts: { type: 'object', additionalProperties: { type: 'string' } },
        lists: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
        any: { type: 'object' },
        one: { type: 'number', const: 1 },
      },
    },
  });
});

test('each alternative of an intersection has all its fields, and forbids the fields that never occur in it', () => {
  const code = `
    export type Message = { readonly key: string } & (
      | { readonly done: true; readonly error?: undefined }
      | { readonly error: string; readonly done?: undefined }
    );`;
  const text = { type: 'string' };
  expect(schemaOf(code)).toMatchObject({
    Message: {
      anyOf: [
        {
          properties: { key: text, done: { type: 'boolean', const: true }, error: { not: {} } },
          required: ['key', 'done'],
        },
        { properties: { key: text, error: text, done: { not: {} } }, required: ['key', 'error'] },
      ],
    },
  });
});

test('results come before errors, and alternatives with different kinds exclude each other', () => {
  const code = `
    export interface Failed { readonly error: string }
    export type Message = Failed | { readonly done: true };
    export type Plan = { readonly kind: 'a' } | { readonly kind: 'b'; readonly size: number };`;
  expect(schemaOf(code, { Message: 'Message', Plan: 'Plan' })).toMatchObject({
    Message: { anyOf: [{ required: ['done'] }, { required: ['error'] }] },
    Plan: { oneOf: [{ required: ['kind'] }, { required: ['kind', 'size'] }] },
  });
});

test('named types refer to each other', () => {
  const code = `
    /** Inside. */
    export interface Part { readonly etag: string }
    /** Outside. */
    export interface Whole { readonly parts: readonly Part[]; readonly first?: Part }`;
  const $ref = '#/components/schemas/StoredPart';
  expect(schemaOf(code, { StoredPart: 'Part', Answer: 'Whole' })).toMatchObject({
    StoredPart: { description: 'Inside.', properties: { etag: { type: 'string' } } },
    Answer: {
      properties: { parts: { type: 'array', items: { $ref } }, first: { $ref } },
      required: ['parts'],
    },
  });
});

test.each([
  ['a function', 'export interface Message { readonly call: () => void }'],
  ['null', 'export interface Message { readonly name: string | null }'],
  ['a bigint', 'export interface Message { readonly size: bigint }'],
  [
    'an integer without its bound',
    'export interface Message {\n/** @integer */\nreadonly n: number }',
  ],
])('%s is an error', (_name, code) => {
  expect(() => schemaOf(code)).toThrow();
});

test('a type that the module lacks is an error', () => {
  expect(() => schemaOf('export {}')).toThrow('exports no Message');
});
