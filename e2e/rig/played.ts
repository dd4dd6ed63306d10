import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One run of one row, in one browser with one seed. */
export interface Play {
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  readonly browser: string;
  readonly seed: number;
  /** Why no other browser can run the row. `''` if all browsers can. */
  readonly chromiumOnly: string;
  /** The file of the row, in the folder of all rows. */
  readonly spec: string;
}

/** The result of such a run. */
export interface Played extends Play {
  readonly passed: boolean;
  /** A hash of the code. */
  readonly code: string;
  /** A name of that code for readers. `''` if it is unknown. */
  readonly version: string;
}

const {
  SCORECARD_CODE: code,
  SCORECARD_RESULTS: file,
  SCORECARD_VERSION: version = '',
} = process.env;

/** Whether results are recorded and reused. They are only if the environment names the code. */
export const areNoted = Boolean(code && file);

/** The results for the current code. */
export function readPlayed(): readonly Played[] {
  if (!areNoted || !file || !existsSync(file)) return [];
  const all: readonly Played[] = JSON.parse(readFileSync(file, 'utf8'));
  return all.filter((played) => played.code === codeOf(played.spec));
}

/** Records a result. A failure stays until the code changes. */
export function notePlayed(play: Play, passed: boolean): void {
  if (!areNoted || !file) return;
  const before = readPlayed();
  if (before.some((played) => isSame(played, play))) return;
  const played = { ...play, passed, code: codeOf(play.spec), version };
  // One atomic write: workers read the file meanwhile, and the process may end at any time.
  writeFileSync(`${file}.new`, JSON.stringify([...before, played], undefined, 2));
  renameSync(`${file}.new`, file);
}

/** Whether two runs have the same row, browser and seed. */
export function isSame(a: Pick<Play, Key>, b: Pick<Play, Key>): boolean {
  return KEYS.every((key) => a[key] === b[key]);
}

const KEYS = ['id', 'fault', 'browser', 'seed'] as const;
type Key = (typeof KEYS)[number];

function codeOf(spec: string): string {
  const path = fileURLToPath(new URL(`../scorecard/${spec}`, import.meta.url));
  if (!existsSync(path)) return ''; // The row is gone.
  return createHash('sha256').update(`${code}`).update(readFileSync(path)).digest('hex');
}
