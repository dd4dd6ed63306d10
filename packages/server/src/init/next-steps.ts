import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Choices, START_STORE } from './plan-files.ts';
import type { Installs } from './plan-installs.ts';

/**
 * What the user has to do after the files are written, one sentence or command each.
 *
 * @param ofVariables steps for the variables that the files read
 * @param folder the folder with the backend
 * @param from where the user is
 */
export function planSteps(
  { framework, store, auth, bucket, region, endpoint }: Choices,
  { needed, development, isFromRegistry }: Installs,
  ofVariables: readonly string[],
  folder: string,
  from: string,
): readonly string[] {
  const steps: string[] = [];
  if (isFromRegistry) {
    steps.push(
      'Slipway is not on the npm registry yet. Start again in a new folder with --packages: see docs/frameworks.md.',
    );
  }
  if (folder !== from) steps.push(`cd ${relative(from, folder)}`);
  const manifest = findManifest(folder);
  if (manifest === undefined) steps.push('npm init -y');
  if (manifest === undefined || !/"type"\s*:\s*"module"/.test(readFileSync(manifest, 'utf8'))) {
    steps.push('npm pkg set type=module');
  }
  steps.push(`npm install ${needed.join(' ')}`);
  if (development.length > 0) steps.push(`npm install --save-dev ${development.join(' ')}`);
  steps.push(...ofVariables);
  steps.push(`Write a page, as Slipway's ${framework.page.example} shows`);
  if (store === 'local') steps.push(`In another terminal: ${START_STORE}`);
  else {
    const variables = framework.variables ?? 'the variables';
    if (bucket === undefined) steps.push(`Set your bucket and its region in ${variables}.`);
    steps.push(`Check the bucket: ${doctor(bucket, region, endpoint)}`);
  }
  if (auth === 'session') {
    steps.push('Look up the user in session.js. Until then, every request gets 401.');
  } else steps.push('Everybody is the caller "me". Change authorize before you go public.');
  if (framework.start !== undefined) steps.push(framework.start);
  return steps;
}

function doctor(bucket = 'my-bucket', region?: string, endpoint?: string): string {
  const options = { bucket, region, endpoint };
  const flags = Object.entries(options).map(([name, value]) => value && ` --${name} ${value}`);
  return `npx slipway doctor${flags.filter(Boolean).join('')}`;
}

/** The manifest that npm would change: that of the folder, or of one around it. */
function findManifest(folder: string): string | undefined {
  const path = join(folder, 'package.json');
  if (existsSync(path)) return path;
  const around = dirname(folder);
  return around === folder ? undefined : findManifest(around);
}
