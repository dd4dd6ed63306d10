import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './run.mjs';

/** An error of the compiler in one place. */
interface CompilerError {
  /** `packages/server/src/index.ts`. */
  readonly file: string;
  readonly text: string;
}

/** A copy of the packages' sources in a temporary folder, for trying changes. */
export interface SourceCopy {
  /** Replaces a piece of a source. @throws Error when the source does not contain it */
  edit(file: string, before: string, after: string): void;
  /** Compiles the sources below some folders. Returns the errors. */
  compile(include: string): readonly CompilerError[];
  /** To import a source of the copy. */
  urlOf(file: string): string;
  remove(): void;
}

/** Copies the sources of packages, without their tests. */
export function copySources(packages: readonly string[]): SourceCopy {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-sources-'));
  for (const name of packages) copyPackage(`packages/${name}`, folder);
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8'));
  return {
    edit(file, before, after) {
      const text = readFileSync(join(folder, file), 'utf8');
      if (!text.includes(before)) throw new Error(`${file} does not have "${before}".`);
      writeFileSync(join(folder, file), text.replace(before, after));
    },
    compile(include) {
      const config = {
        compilerOptions: {
          ...compilerOptions,
          composite: false,
          declaration: false,
          declarationMap: false,
          noEmit: true,
          // The next compilation reuses what this one found.
          incremental: true,
          tsBuildInfoFile: 'tsbuildinfo',
          lib: ['es2023', 'dom', 'dom.iterable'],
          types: ['node'],
          typeRoots: [join(ROOT, 'node_modules/@types')],
        },
        include: [include],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      return runCompiler(folder);
    },
    urlOf: (file) => pathToFileURL(join(folder, file)).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Links the dependencies: our packages to their copies, the others to where they are installed. */
function copyPackage(path: string, folder: string): void {
  const [from, to] = [join(ROOT, path), join(folder, path)];
  cpSync(join(from, 'src'), join(to, 'src'), {
    recursive: true,
    filter: (file) => !/\.test\.tsx?$/.test(file),
  });
  cpSync(join(from, 'package.json'), join(to, 'package.json'));
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(from, 'package.json'), 'utf8'),
  );
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const link = join(to, 'node_modules', name);
    const [, ours] = name.split('@slipway/');
    const target = ours
      ? join(folder, 'packages', ours)
      : realpathSync(join(from, 'node_modules', name));
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, 'junction');
  }
}

function runCompiler(folder: string): readonly CompilerError[] {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  // Several checkers would each read the types of the SDK.
  const args = [tsc, '-p', folder, '--pretty', 'false', '--checkers', '1'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  // Further lines of an error are indented.
  return stdout
    .split(/\n(?! )/)
    .filter(Boolean)
    .map((text) => ({ file: text.split('(')[0] ?? '', text }));
}
