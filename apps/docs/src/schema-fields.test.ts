import { expect, test } from 'vitest';
import { describeFields } from './schema-fields.ts';

test('a field is named by its path and shows its facts', () => {
  const schema = {
    type: 'object',
    required: ['uploads'],
    properties: {
      uploads: {
        type: 'array',
        minItems: 1,
        maxItems: 1_000,
        items: {
          anyOf: [
            { type: 'object', properties: { part: { $ref: '#/components/schemas/Part' } } },
            { type: 'object', properties: { error: { type: 'string', description: 'Why.' } } },
          ],
        },
      },
    },
  };
  const Part = {
    type: 'object',
    required: ['size'],
    properties: { size: { type: 'integer', minimum: 1, maximum: 10 }, kind: { enum: ['a', 'b'] } },
  };
  expect(describeFields(schema, { Part })).toEqual([
    { name: 'uploads', type: 'list of object, 1 to 1,000', isRequired: true, meaning: '' },
    { name: 'uploads[].part', type: 'object', isRequired: false, meaning: '' },
    { name: 'uploads[].part.size', type: 'integer, 1 to 10', isRequired: true, meaning: '' },
    { name: 'uploads[].part.kind', type: '`a`, `b`', isRequired: false, meaning: '' },
    { name: 'uploads[].error', type: 'string', isRequired: false, meaning: 'Why.' },
  ]);
});
