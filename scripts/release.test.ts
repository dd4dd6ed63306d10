import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const packages = readdirSync('packages', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => json(`packages/${name}/package.json`));

test('all packages have one version, and are published in public and with provenance', () => {
  expect(new Set(packages.map(({ version }) => version)).size).toBe(1);
  for (const { publishConfig } of packages) {
    expect(publishConfig).toMatchObject({ access: 'public', provenance: true });
  }
});

test('the release workflow runs commands that exist', () => {
  const workflow = readFileSync('.github/workflows/release.yml', 'utf8');
  const { scripts } = json('package.json');
  const commands = [...workflow.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name);
  expect(commands).toEqual(['version-packages', 'publish-packages']);
  for (const command of commands) expect(scripts).toHaveProperty(command ?? '');
  expect(workflow).toContain('bash .ci/run');
});

test('the changelog has the current version, and its exchanges are recorded', () => {
  const [major, minor] = packages[0].version.split('.');
  expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`## ${packages[0].version}`);
  expect(existsSync(`e2e/wire/recorded/${major}.${minor}`)).toBe(true);
});

test('one changed package gives all packages the next version, and its text a changelog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const manifests = packages.map(
    ({ name }) => `packages/${name.replace('@slipway/', '')}/package.json`,
  );
  for (const path of ['package.json', 'pnpm-workspace.yaml', '.changeset', ...manifests]) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  writeFileSync(
    join(folder, '.changeset/a-change.md'),
    "---\n'@slipway/core': minor\n---\n\nUploads sing.\n",
  );
  execFileSync(process.execPath, [resolve('node_modules/@changesets/cli/bin.js'), 'version'], {
    cwd: folder,
  });
  const versions = manifests.map((path) => json(join(folder, path)).version);
  expect(new Set(versions)).toEqual(new Set(['0.2.0']));
  expect(readFileSync(join(folder, 'packages/core/CHANGELOG.md'), 'utf8')).toContain(
    'Uploads sing.',
  );
});
