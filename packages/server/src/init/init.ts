import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Choose } from './ask.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { planSteps } from './next-steps.ts';
import { AUTHS, type Choices, planFiles, planVariables, STORES } from './plan-files.ts';
import { planInstalls } from './plan-installs.ts';
import { writeNewFiles } from './write-files.ts';

/** What `--help` prints. */
const usage = (
  command: string,
) => `${command} [FOLDER]: writes a backend, as docs/frameworks.md shows it

  FOLDER                where to write it. By default, this folder
  --framework NAME      ${Object.keys(FRAMEWORKS).join(', ')}
  --store NAME          local (a store on this machine), aws, or other
  --auth NAME           me (everybody is one caller, to try it out) or session (the users of your app)
  --bucket NAME, --region REGION, --endpoint URL   of the store, unless it is local
  --packages FOLDER     the tarballs of npm run pack, until the packages are on the npm registry

It replaces no file. On a terminal it asks for the first three options.
`;

const OPTIONS = {
  framework: { type: 'string' },
  store: { type: 'string' },
  auth: { type: 'string' },
  bucket: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  packages: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The file of variables has secrets. */
const OWNER_ONLY = 0o600;

/** What happened, for the command to print. */
export type InitResult =
  | { readonly mistakes: readonly string[] }
  | { readonly said: string; readonly choices: Choices | undefined };

/**
 * Writes the files of a backend into a folder.
 *
 * @param args the command line, without the command
 * @param from the folder of the user
 * @param command what the user typed before `args`
 */
export async function init(
  args: readonly string[],
  from: string,
  choose: Choose,
  command: string,
): Promise<InitResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return { mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { said: usage(command), choices: undefined };
  const framework =
    values.framework ?? (await choose('Where does the backend run?', Object.keys(FRAMEWORKS)));
  const store = values.store ?? (await choose('Where do the files go?', STORES)) ?? 'local';
  const auth = values.auth ?? (await choose('Who may upload?', AUTHS)) ?? 'me';
  const found = Object.hasOwn(FRAMEWORKS, framework ?? '')
    ? FRAMEWORKS[framework ?? '']
    : undefined;
  const mistakes = [
    ...(positionals.length > 1 ? [`there can be one folder, not ${positionals.join(' ')}`] : []),
    ...(found ? [] : [`--framework must be one of ${Object.keys(FRAMEWORKS).join(', ')}`]),
    ...(isOneOf(STORES, store) ? [] : [`--store must be one of ${STORES.join(', ')}`]),
    ...(isOneOf(AUTHS, auth) ? [] : [`--auth must be one of ${AUTHS.join(', ')}`]),
    ...Object.entries(values)
      .filter(([, value]) => typeof value === 'string' && /\p{Cc}/u.test(value))
      .map(([name]) => `--${name} must not have line breaks or control characters`),
  ];
  if (mistakes.length > 0 || !found || !isOneOf(STORES, store) || !isOneOf(AUTHS, auth)) {
    return { mistakes };
  }
  const { bucket, region, endpoint, packages } = values;
  const choices = { framework: found, store, auth, bucket, region, endpoint };
  return write(choices, resolve(from, positionals[0] ?? '.'), from, packages);
}

async function write(
  choices: Choices,
  folder: string,
  from: string,
  packages: string | undefined,
): Promise<InitResult> {
  const installs = planInstalls(choices, packages, folder, from);
  if (typeof installs === 'string') return { mistakes: [installs] };
  const files = planFiles(choices);
  const existing = await writeNewFiles(folder, files);
  if (existing.length > 0) {
    return { mistakes: existing.map((path) => `${path} exists already. Nothing was written`) };
  }
  const said = [...files.keys()].map((path) => `wrote ${path}`);
  const variables = planVariables(choices);
  const path = choices.framework.variables;
  const ofVariables: string[] = [];
  if (path === undefined) {
    ofVariables.push(`Set these variables of the function:\n${variables.trimEnd()}`);
  } else if ((await writeNewFiles(folder, new Map([[path, variables]]), OWNER_ONLY)).length > 0) {
    ofVariables.push(`${path} exists already. Add what it lacks:\n${variables.trimEnd()}`);
  } else {
    said.push(`wrote ${path}`);
    if (!isIgnored(folder, path))
      ofVariables.push(`echo ${path} >> .gitignore   # it has a secret`);
  }
  const steps = planSteps(choices, installs, ofVariables, folder, from);
  const list = steps.map((step, i) => `${i + 1}. ${step}`);
  return { said: `${[...said, '', 'Next:', ...list].join('\n')}\n`, choices };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
}

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return names.some((name) => name === text);
}

function isIgnored(folder: string, file: string): boolean {
  const path = join(folder, '.gitignore');
  return existsSync(path) && readFileSync(path, 'utf8').split(/\r?\n/).includes(file);
}
