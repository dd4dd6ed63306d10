import {
  type ObjectOptions,
  type ObjectOptionsFunction,
  type SlipwayConfig,
  toObjectOptions,
} from '@slipway/server/config';
import { type Environment, objectSettings } from './environment-schema.ts';
import { readSettings } from './setting.ts';

/** What `slipway.config.ts` exports, and the name of the file. */
export interface ConfigFile {
  readonly name: string;
  readonly options: SlipwayConfig;
}

/** For a backend without a config file. */
export const NO_CONFIG_FILE: ConfigFile = { name: 'slipway.config.ts', options: {} };

/** An option's parts from the variables and from the config file. A function or `false` in the file is the whole option. */
export function mergeParts<Parts extends object, Other>(
  fromVariables: Parts,
  fromFile: Parts | Other | undefined,
): Parts | Other {
  if (typeof fromFile !== 'object' || fromFile === null) return fromFile ?? fromVariables;
  // Keeps getters: the end of a lock of some days moves with the time.
  const given = Object.entries(Object.getOwnPropertyDescriptors(fromFile)).filter(
    ([, { get, value }]) => get !== undefined || value !== undefined,
  );
  return Object.defineProperties({} as Parts, {
    ...Object.getOwnPropertyDescriptors(fromVariables),
    ...Object.fromEntries(given),
  });
}

/** What S3 stores with objects. */
export function mergeObject(
  env: Environment,
  { object }: SlipwayConfig,
): ObjectOptions | ObjectOptionsFunction | undefined {
  const fromVariables = toObjectOptions(readSettings(objectSettings, env), () => Date.now());
  return mergeParts<ObjectOptions, ObjectOptionsFunction | undefined>(fromVariables ?? {}, object);
}
