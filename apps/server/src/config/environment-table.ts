import { z } from 'zod';
import { environmentSchema } from './environment-schema.ts';
import { variableDocs } from './variable-docs.ts';

/** One row of the README's table of variables. Every field is Markdown. */
export interface VariableRow {
  readonly name: string;
  readonly unset: string;
  readonly meaning: string;
  readonly isSecret: boolean;
}

/** All settings in the order of the schema, with the schema's real defaults. */
export function environmentTable(): readonly VariableRow[] {
  const { properties = {} } = z.toJSONSchema(environmentSchema, { io: 'input' });
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const doc = variableDocs.get(schema);
    if (!doc) throw new Error(`${name} has no documentation.`);
    const property = properties[name];
    const fallback = typeof property === 'object' ? property.default : undefined;
    return {
      name,
      unset: doc.unset ?? (fallback ? `\`${fallback}\`` : ''),
      meaning: doc.meaning,
      isSecret: doc.secret === true,
    };
  });
}
