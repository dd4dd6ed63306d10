import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

/**
 * Words that make a text sound translated or old, with the reason and what to write. Comments, docstrings, test names,
 * messages and pages are read by people in a hurry, many of whom have another first language.
 */
const WORDS = [
  [/\bnobody\b/i, 'name the subject: "no caller", "without users", "the operator"'],
  [/\bwhoever\b/i, 'name the subject: "the caller who", "the replica that"'],
  [/\breckon(?:s|ed|ing)?\b/i, 'is old: "compute", "recompute", "estimate"'],
  [/\bof (?:no )?use\b/i, 'is stiff: "useful", "used", "has an effect"'],
  [/\b(?:go|goes|gone|going|went) on with\b/i, 'is stiff: "resume", "continue"'],
  [/\bbegun\b/i, 'is old: "started", "created", "in flight"'],
  [/\bmend(?:s|ed|ing)?\b/i, 'is old: "fix", "repair"'],
  [/\b(?:lie|lies|lay|lying) beside\b/i, 'is old: "is next to", "sits beside"'],
  [/\bas (?:it|they) comes?\b/i, 'is vague: "on arrival", "unchanged"'],
  [/\bin vain\b/i, 'is old: "fails", "without effect"'],
  [/\bwants? to be\b/i, 'is vague: "should be", "must be"'],
];

/** Generated pages, texts of the widget and the console that have a review of their own, and this list. */
const LEFT_OUT = [
  /^docs\/reference\//,
  /^docs\/http-api\.md$/,
  /^packages\/(?:react|element)\/src\/(?:text|messages)\//,
  /^scripts\/check-words\.mjs$/,
  /^scripts\/import-rules\.test\.ts$/, // Plants each of the words.
];

const READ = /\.(?:ts|tsx|mjs|js|css|html|md|yaml)$/;

/**
 * Finds the words in one text. Parts of a name count only when they stand alone: `mendDialog` does not.
 *
 * @param {string} text
 * @returns {readonly string[]} as `12: "nobody": name the subject …`
 */
export function findWords(text) {
  return text.split('\n').flatMap((line, i) =>
    WORDS.flatMap(([word, reason]) => {
      const found = word.exec(line);
      return found ? [`${i + 1}: "${found[0]}": ${reason}`] : [];
    }),
  );
}

/** Checks all files that git knows, or those below the given paths. Resolves with the exit code. */
export function checkWords(paths = []) {
  const files = execFileSync('git', ['ls-files', '--', ...paths], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => READ.test(file) && !LEFT_OUT.some((pattern) => pattern.test(file)));
  const faults = files.flatMap((file) =>
    findWords(readFileSync(join(ROOT, file), 'utf8')).map((fault) => `${file}:${fault}`),
  );
  for (const fault of faults) console.error(fault);
  console.log(`${files.length} files, ${faults.length} faults`);
  return faults.length > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('check-words.mjs'))
  process.exitCode = checkWords(process.argv.slice(2));
