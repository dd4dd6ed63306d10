import { UploadError } from '@slipway/protocol';

/** How much one caller may do at once. */
export interface TurnLimits {
  /** The most calls of one caller that run at the same time. */
  readonly atOnce: number;
  /** The most calls of one caller that wait for their turn. */
  readonly waiting: number;
  /** How long a call waits for its turn at most, in milliseconds. */
  readonly waitMs: number;
}

/** Runs calls in turns, so that one caller's many calls wait for each other and not for those of other callers. */
export interface Turns {
  /**
   * Runs `work` as soon as fewer than the limit of this account's calls run.
   *
   * @throws UploadError `rate-limited` if too many calls wait, or if this one has waited too long
   */
  run<T>(account: string, work: () => Promise<T>): Promise<T>;
}

/** The calls of one caller. Those that wait are called when their turn comes, in order. */
interface Line {
  running: number;
  readonly waiting: Set<() => void>;
}

/** Creates the turns of all callers. Keeps nothing of a caller without calls. */
export function createTurns(limits: TurnLimits): Turns {
  const lines = new Map<string, Line>();

  function leave(account: string, line: Line): void {
    const [next] = line.waiting;
    if (next) {
      next();
      return;
    }
    line.running -= 1;
    if (line.running === 0) lines.delete(account);
  }

  return {
    async run(account, work) {
      const line = lines.get(account) ?? { running: 0, waiting: new Set() };
      lines.set(account, line);
      if (line.running < limits.atOnce) line.running += 1;
      else await turnIn(line, limits);
      try {
        return await work();
      } finally {
        leave(account, line);
      }
    },
  };
}

/** Resolves when a running call hands its turn over. */
function turnIn({ waiting }: Line, limits: TurnLimits): Promise<void> {
  if (waiting.size >= limits.waiting) throw tooManyCalls();
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(go);
      reject(tooManyCalls());
    }, limits.waitMs);
    waiting.add(go);
  });
}

function tooManyCalls(): UploadError {
  return new UploadError('rate-limited', {
    message: 'Your other uploads keep the storage busy. Try again in a moment.',
    retryAfterMs: 1_000,
  });
}
