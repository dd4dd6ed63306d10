import { z } from 'zod';

/** The documentation of one environment variable. */
export interface VariableDoc {
  /** One or two sentences, in Markdown. */
  readonly meaning: string;
  /** The default in Markdown, if it is not a fixed value. */
  readonly unset?: string;
  /** Whether the value must be hidden. Such a variable can also be given as the path of a file: `NAME_FILE`. */
  readonly secret?: true;
}

/** Maps the schema of each variable to its {@link VariableDoc}. */
export const variableDocs = z.registry<VariableDoc>();
