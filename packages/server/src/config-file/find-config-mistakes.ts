import { z } from 'zod';
import { objectOptionsSchema } from '../object/object-options-schema.ts';
import { policySchema } from '../service/policy-schema.ts';
import { editDistance } from './edit-distance.ts';
import { PROVIDED, type SlipwayConfig } from './slipway-config.ts';

const aFunction = z
  .custom<(...args: never[]) => unknown>(
    (value) => typeof value === 'function',
    'must be a function',
  )
  .optional();
const texts = z.array(z.string()).optional();
const seconds = z.number().optional();
const rate = z
  .union([z.literal(false), z.strictObject({ limit: z.number(), windowSeconds: z.number() })], {
    error: 'must be { limit, windowSeconds } or false',
  })
  .optional();

const quotasSchema = z.strictObject({
  openUploads: z.number().optional(),
  bytesInFlight: z.number().optional(),
  bytesPerDay: z.number().optional(),
});

const ratesSchema = z.strictObject({
  requests: rate,
  uploads: rate,
  parts: rate,
  refusals: rate,
});

/** Options that can also be a function of the caller or `false`. If they are objects, they have these schemas. */
const PARTS = {
  policy: policySchema,
  object: objectOptionsSchema,
  quotas: quotasSchema,
  rateLimits: ratesSchema,
} as const;

/** The shape of each option. The router checks the values when the backend creates it. */
const configSchema = z.strictObject({
  authorize: aFunction,
  authorizeAdmin: aFunction,
  onCreated: aFunction,
  onCompleted: aFunction,
  onAborted: aFunction,
  onError: aFunction,
  onEvent: aFunction,
  objectKey: aFunction,
  keyOwner: aFunction,
  policy: z.unknown().optional(),
  object: z.unknown().optional(),
  quotas: z.unknown().optional(),
  rateLimits: z.unknown().optional(),
  tokenKeys: z
    .array(z.strictObject({ id: z.string(), secret: z.instanceof(Uint8Array) }), {
      error: 'must be a list of { id, secret }',
    })
    .optional(),
  allowedOrigins: texts,
  metadataNames: texts,
  name: z.string().optional(),
  prefix: z.string().optional(),
  verifyType: z.boolean().optional(),
  overwrite: z.boolean().optional(),
  credentialsSplit: z.boolean().optional(),
  resume: z.enum(['same-browser', 'any-device']).optional(),
  smallFiles: z.enum(['post', 'put']).optional(),
  // The router checks it, with the names of the stores.
  s3Store: z.union([z.string(), z.looseObject({})]).optional(),
  keyLayout: z.enum(['by-time', 'spread']).optional(),
  keepFolders: z.boolean().optional(),
  uploadLifetimeSeconds: seconds,
  urlLifetimeSeconds: seconds,
  hookTimeoutSeconds: seconds,
  storageTimeoutSeconds: seconds,
  completeTimeoutSeconds: seconds,
  maxBodyBytes: z.number().optional(),
  bodyTimeoutMs: z.number().optional(),
} satisfies Record<keyof SlipwayConfig, z.ZodType>);

/** Finds unknown names and wrong types in what a config file exports. Each line starts with the name of the option. */
export function findConfigMistakes(exported: unknown): readonly string[] {
  if (!isObject(exported)) return ['has no options. Write: export default defineConfig({ … })'];
  const parts = Object.entries(PARTS).flatMap(([name, schema]) => {
    const part = exported[name];
    const isOther = name === 'rateLimits' ? part === false : typeof part === 'function';
    return part === undefined || isOther ? [] : linesOf([name], schema, part);
  });
  return [...linesOf([], configSchema, exported), ...parts];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line per mistake. An object can have several unknown names. */
function linesOf(at: readonly string[], schema: z.ZodObject, value: unknown): readonly string[] {
  const { error } = schema.safeParse(value, { error: describe });
  return (error?.issues ?? []).flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [`${path.join('.')}: ${issue.message}.`];
    const names = Object.keys(schema.shape);
    return issue.keys.map((key) => `${[...path, key].join('.')}: ${describeUnknown(key, names)}.`);
  });
}

function describeUnknown(key: string, names: readonly string[]): string {
  if (Object.hasOwn(PROVIDED, key)) {
    return `cannot be set here: ${PROVIDED[key as keyof typeof PROVIDED]}`;
  }
  const wanted = key.toLowerCase();
  const [nearest] = names.toSorted(
    (a, b) => editDistance(wanted, a.toLowerCase()) - editDistance(wanted, b.toLowerCase()),
  );
  return `there is no such option. The nearest name is ${nearest}`;
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  date: 'a Date',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};

/** Words an issue so that it continues the option's name. `undefined` keeps Zod's message. */
const describe: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
};
