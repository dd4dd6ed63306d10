import { nameVariables } from '@slipway/server/config';
import { type UploadRouterOptions, validateUploadOptions } from '@slipway/server/express';
import type { Config } from './config.ts';
import { OPTION_VARIABLES } from './option-variables.ts';

/** More than all options together could have. */
const MAX_MISTAKES = 50;

/**
 * Has the upload router check its options: one line per mistake, with the name of the variable or of the config file and its
 * option. The router reports its first mistake only, so the option is left out, and the router checks the others.
 */
export async function findRouterMistakes(
  options: UploadRouterOptions,
  { file, given }: Pick<Config, 'file' | 'given'>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  let rest: Options = { ...options };
  while (lines.length < MAX_MISTAKES) {
    try {
      await validateUploadOptions(rest as unknown as UploadRouterOptions);
      return lines;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const path = findOption(error.message, rest);
      const variable = OPTION_VARIABLES.get(path.join('.'));
      const fromVariable = variable !== undefined && given.has(variable);
      const place = Object.hasOwn(file.options, path[0] ?? '') ? file.name : 'environment';
      lines.push(fromVariable ? wordFor(variable, error.message) : `${place}: ${error.message}`);
      if (path.length === 0) return lines;
      rest = without(rest, path);
    }
  }
  return lines;
}

type Options = Readonly<Record<string, unknown>>;

/** The first option that a message names. Its path is empty if the message names none. */
function findOption(message: string, options: Options): readonly string[] {
  const words = message.match(/[A-Za-z]+/g) ?? [];
  const name = words.find((word) => options[word] !== undefined);
  if (name === undefined) return [];
  const parts = options[name];
  if (typeof parts !== 'object' || parts === null) return [name];
  const inner = words.find((word) => word !== name && word in parts);
  return inner === undefined ? [name] : [name, inner];
}

function without(options: Options, [name = '', inner]: readonly string[]): Options {
  if (inner === undefined) return { ...options, [name]: undefined };
  return { ...options, [name]: { ...(options[name] as Options), [inner]: undefined } };
}

/** `object: sseKmsKeyId needs …` becomes `S3_SSE_KMS_KEY_ID: needs …`. */
function wordFor(variable: string, message: string): string {
  const text = nameVariables(message.replace(/^[\w.]+: /, ''));
  const isSubject = /^[A-Z0-9_]+:? (?!and )/.test(text) && text.startsWith(variable);
  return `${variable}: ${isSubject ? text.slice(text.indexOf(' ') + 1) : text}`;
}
