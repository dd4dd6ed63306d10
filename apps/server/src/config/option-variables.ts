import type { SlipwayConfig } from '@slipway/server/config';
import { objectSettings, runSettings, uploadSettings } from './environment-schema.ts';
import type { GivenVariables } from './find-contradictions.ts';
import type { Setting, SettingTree } from './setting.ts';

const { limits, tokenKeys, ...others } = uploadSettings;
const { storageTimeoutSeconds, completeTimeoutSeconds } = runSettings;

/** The options of the upload router that have a variable, in the shape of the router's options. */
const OPTIONS = {
  ...others,
  tokenKeys,
  quotas: limits.quotas,
  rateLimits: limits.rateLimits,
  object: objectSettings,
  storageTimeoutSeconds,
  completeTimeoutSeconds,
};

/** The name of each option's variable, by the option: `policy.accept`. */
export const OPTION_VARIABLES: ReadonlyMap<string, keyof GivenVariables> = new Map(
  variablesIn(OPTIONS),
);

/** The options that a config file sets, by the names of their variables. */
export function optionsInFile(config: SlipwayConfig): ReadonlyMap<string, string> {
  return new Map(
    [...OPTION_VARIABLES].flatMap(([path, variable]) => {
      const option = setOption(config, path);
      return option === undefined ? [] : [[variable, option] as const];
    }),
  );
}

/** The variables that say who the callers are, which `authorize` says in a config file. */
const CALLER_VARIABLES = [
  'SLIPWAY_JWT_SECRET',
  'SLIPWAY_JWKS_URL',
  'SLIPWAY_PROXY_SUBJECT_HEADER',
] as const;
const ADMIN_VARIABLES = [
  'SLIPWAY_ADMIN_CLAIM',
  'SLIPWAY_ADMIN_GROUP',
  'SLIPWAY_LOCAL_ADMIN',
] as const;

/**
 * Finds what both a variable and the config file set: one line each. Neither wins, because either of them could be the one
 * that its owner relies on.
 */
export function findSetTwice(
  given: GivenVariables,
  config: SlipwayConfig,
  file: string,
): readonly string[] {
  const twice = (variable: string, option: string) =>
    `${variable}: ${file} sets ${option}, too. Set only one of the two.`;
  const options = [...OPTION_VARIABLES].flatMap(([path, variable]) => {
    const option = given[variable] === undefined ? undefined : setOption(config, path);
    return option === undefined ? [] : [twice(variable, option)];
  });
  const callers = CALLER_VARIABLES.filter((name) => config.authorize && given[name] !== undefined);
  const admins = ADMIN_VARIABLES.filter((name) => given[name] !== undefined);
  return [
    ...options,
    ...callers.map((variable) => twice(variable, 'authorize')),
    ...(config.authorizeAdmin ? admins.map((variable) => twice(variable, 'authorizeAdmin')) : []),
    ...(config.authorize && !config.authorizeAdmin
      ? admins.map(
          (variable) =>
            `${variable}: has no effect, because ${file} sets authorize. Set authorizeAdmin there instead.`,
        )
      : []),
  ];
}

/** The option of the config file that decides about a path. A function or `false` decides about all options inside. */
function setOption(config: SlipwayConfig, path: string): string | undefined {
  const [name = '', inner] = path.split('.');
  const option: unknown = config[name as keyof SlipwayConfig];
  if (option === undefined) return undefined;
  if (inner === undefined || typeof option !== 'object' || option === null) return name;
  // The days of a lock set its date.
  const real = inner === 'objectLockDays' ? 'objectLockRetainUntilDate' : inner;
  const isSet = (option as Readonly<Record<string, unknown>>)[real] !== undefined;
  return isSet ? `${name}.${real}` : undefined;
}

function variablesIn(
  tree: SettingTree,
  at: readonly string[] = [],
): readonly (readonly [string, keyof GivenVariables])[] {
  return Object.entries(tree).flatMap(([key, node]) => {
    const path = [...at, key];
    return isSetting(node)
      ? [[path.join('.'), node.name as keyof GivenVariables] as const]
      : variablesIn(node, path);
  });
}

function isSetting(node: Setting | SettingTree): node is Setting {
  return typeof node.name === 'string';
}
