import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = new URL('../../../', import.meta.url);

/** A file of the repository, as text. */
export function readRepositoryFile(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** What compose.yaml says, its anchors resolved. */
export function readCompose(): {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
} {
  return parse(readRepositoryFile('compose.yaml'), { merge: true });
}

/** The parts of a service that tests look at. */
export interface ComposeService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
}

/** What a backend of compose.yaml finds in its environment: what its image sets, and what it is given. */
export function readBackendEnvironment(name: string): Record<string, string> {
  const environment = readCompose().services[name]?.environment;
  if (environment === undefined) throw new Error(`compose.yaml has no ${name}.`);
  return { ...readImageEnvironment('backend'), ...environment };
}

/** What the Dockerfile's stage of that name sets, as Docker reads it. */
function readImageEnvironment(stage: string): Record<string, string> {
  const [, text = ''] = readRepositoryFile('Dockerfile').split(
    new RegExp(`^FROM .* AS ${stage}$`, 'm'),
  );
  const [body = ''] = text.split(/^FROM /m);
  const [, pairs = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(body) ?? [];
  return Object.fromEntries(
    [...pairs.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  );
}

/** Has `deploy/make-secrets.mjs` make secrets in a folder that is not there yet. Answers the passwords by name. */
export function makeSecrets(folder: string): Readonly<Record<string, string>> {
  const script = fileURLToPath(new URL('deploy/make-secrets.mjs', ROOT));
  const told = execFileSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return Object.fromEntries(
    told
      .trimEnd()
      .split('\n')
      .map((line) => line.split(': ')),
  );
}

/** Variables as a container has them, with the secrets in another folder than `/run/secrets`. */
export function withSecretsIn(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace('/run/secrets', folder),
    ]),
  );
}
