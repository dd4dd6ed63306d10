import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One row, to be played in one browser with one seed. */
export interface Play {
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  readonly browser: string;
  readonly seed: number;
  /** Why no other browser can be brought into the row; `''` where all can. */
  readonly chromiumOnly: string;
  /** File of the row, in the folder of all rows. */
  readonly spec: string;
}

/** What came of it. */
export interface Played extends Play {
  readonly passed: boolean;
  /** What the code was: other code, other value. */
  readonly code: string;
  /** Name of that code for people; `''` where nobody knows. */
  readonly version: string;
}

const {
  SCORECARD_CODE: code,
  SCORECARD_RESULTS: file,
  SCORECARD_VERSION: version = '',
} = process.env;

/** What is played is noted, and not played twice, only where the run says what the code is. */
export const areNoted = Boolean(code && file);

/** What was played with the code as it is now. */
export function readPlayed(): readonly Played[] {
  if (!areNoted || !file || !existsSync(file)) return [];
  const all: readonly Played[] = JSON.parse(readFileSync(file, 'utf8'));
  return all.filter((played) => played.code === codeOf(played.spec));
}

/** Notes what came of a play. A failure stays until the code is another one. */
export function notePlayed(play: Play, passed: boolean): void {
  if (!areNoted || !file) return;
  const before = readPlayed();
  if (before.some((played) => isSame(played, play))) return;
  const played = { ...play, passed, code: codeOf(play.spec), version };
  // In one piece: workers read it meanwhile, and the process may be ended any time.
  writeFileSync(`${file}.new`, JSON.stringify([...before, played], undefined, 2));
  renameSync(`${file}.new`, file);
}

/** Whether two are of the same row, browser and seed. */
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
