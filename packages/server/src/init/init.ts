import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FRAMEWORKS } from './frameworks.ts';
import {
  AUTHS,
  type Choices,
  planFiles,
  planVariables,
  START_STORE,
  STORES,
} from './plan-files.ts';
import { writeNewFiles } from './write-files.ts';

/** What `--help` prints. */
const INIT_USAGE: string = `slipway init: writes a backend into this folder, as docs/frameworks.md shows it

  --framework NAME      ${Object.keys(FRAMEWORKS).join(', ')}
  --store NAME          local (a store on this machine), aws, or other
  --auth NAME           me (everybody is one caller, to try it out) or session (the users of your app)
  --bucket NAME, --region REGION, --endpoint URL   of the store, unless it is local

It replaces no file. With credentials and --bucket it runs the doctor at the end.
`;

const OPTIONS = {
  framework: { type: 'string' },
  store: { type: 'string' },
  auth: { type: 'string' },
  bucket: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Asks the user to choose. `undefined` if there is no terminal. */
export type Choose = (question: string, answers: readonly string[]) => Promise<string | undefined>;

/** What happened, for the command to print. */
export type InitResult =
  | { readonly mistakes: readonly string[] }
  | { readonly said: string; readonly choices: Choices | undefined };

/** Writes the files of a backend into a folder. */
export async function init(
  args: readonly string[],
  folder: string,
  choose: Choose,
): Promise<InitResult> {
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse(args));
  } catch (error) {
    return { mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return { said: INIT_USAGE, choices: undefined };
  const framework =
    values.framework ?? (await choose('Where does the backend run?', Object.keys(FRAMEWORKS)));
  const store = values.store ?? (await choose('Where do the files go?', STORES)) ?? 'local';
  const auth = values.auth ?? (await choose('Who may upload?', AUTHS)) ?? 'me';
  const found = Object.hasOwn(FRAMEWORKS, framework ?? '')
    ? FRAMEWORKS[framework ?? '']
    : undefined;
  const mistakes = [
    ...(found ? [] : [`--framework must be one of ${Object.keys(FRAMEWORKS).join(', ')}`]),
    ...(isOneOf(STORES, store) ? [] : [`--store must be one of ${STORES.join(', ')}`]),
    ...(isOneOf(AUTHS, auth) ? [] : [`--auth must be one of ${AUTHS.join(', ')}`]),
  ];
  if (!found || !isOneOf(STORES, store) || !isOneOf(AUTHS, auth)) return { mistakes };
  const { bucket, region, endpoint } = values;
  return write(folder, { framework: found, store, auth, bucket, region, endpoint });
}

async function write(folder: string, choices: Choices): Promise<InitResult> {
  const files = planFiles(choices);
  const existing = await writeNewFiles(folder, files);
  if (existing.length > 0) {
    return { mistakes: existing.map((path) => `${path} exists already. Nothing was written`) };
  }
  const variables = planVariables(choices);
  const { framework, store, auth } = choices;
  const said = [...files.keys()].map((path) => `wrote ${path}`);
  const steps = [
    `npm install @slipway/server @aws-sdk/client-s3 @aws-sdk/s3-request-presigner ${framework.packages.join(' ')}`.trim(),
  ];
  if (!isModule(folder)) steps.push('npm pkg set type=module');
  const path = framework.variables;
  if (path === undefined) {
    steps.push(`Set these variables of the function:\n${variables.trimEnd()}`);
  } else if ((await writeNewFiles(folder, new Map([[path, variables]]))).length > 0) {
    steps.push(`${path} exists already. Add what it lacks:\n${variables.trimEnd()}`);
  } else {
    said.push(`wrote ${path}`);
    if (!isIgnored(folder, path)) steps.push(`echo ${path} >> .gitignore   # it has a secret`);
  }
  if (store === 'local') steps.push(`In another terminal: ${START_STORE}`);
  if (auth === 'session')
    steps.push('Look up the user in session.js. Until then, every request gets 401.');
  else steps.push('Everybody is the caller "me". Change authorize before you go public.');
  if (framework.start !== undefined) steps.push(framework.start);
  const list = steps.map((step, i) => `${i + 1}. ${step}`);
  return { said: `${[...said, '', 'Next:', ...list].join('\n')}\n`, choices };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, strict: true });
}

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return names.some((name) => name === text);
}

function isModule(folder: string): boolean {
  const path = join(folder, 'package.json');
  return existsSync(path) && /"type"\s*:\s*"module"/.test(readFileSync(path, 'utf8'));
}

function isIgnored(folder: string, file: string): boolean {
  const path = join(folder, '.gitignore');
  return existsSync(path) && readFileSync(path, 'utf8').split(/\r?\n/).includes(file);
}
