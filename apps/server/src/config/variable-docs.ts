import { z } from 'zod';

/** What people are told of one environment variable. */
export interface VariableDoc {
  /** One or two sentences, in Markdown. */
  readonly meaning: string;
  /** What holds while it is not set, in Markdown, where that is no fixed value. */
  readonly unset?: string;
  /** Whether its value must never be shown. Such a variable can also be given as the path of a file: `NAME_FILE`. */
  readonly secret?: true;
}

/** Holds the {@link VariableDoc} of each variable's schema. */
export const variableDocs = z.registry<VariableDoc>();
