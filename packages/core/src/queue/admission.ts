/** What admission needs to know about an upload. */
export interface Admissible {
  /** Whether one PUT is expected to be enough. */
  readonly small: boolean;
  /** Parts that S3 does not have yet. */
  readonly partsLeft: number;
  /** Whether the upload had its turn before. Then it starts again without waiting. */
  readonly hasStarted: boolean;
}

/** Decides which queued uploads may start. */
export interface Admission<U extends Admissible> {
  /** Lets the upload wait for its turn, behind all others. */
  wait(upload: U): void;
  /** Removes an upload that no longer waits or runs. */
  leave(upload: U): void;
  /** Starts the uploads that may start. */
  fill(): void;
  /** Starts no more uploads. */
  close(): void;
  /** Uploads that have started and not left. A few hundred at most, however many uploads there are. */
  readonly running: readonly U[];
  /** How many uploads are running. */
  readonly active: number;
}

/** How many large files run side by side. More run only if connections have no work, so that the first ends sooner. */
const LARGE_SIDE_BY_SIDE = 3;

/**
 * Small files start by the hundred, because one request creates a hundred. Three hundred run at once: a hundred are
 * created or wait for connections, a hundred are sent, and a hundred are completed.
 */
const SMALL_AT_ONCE = 100;
const SMALL_SIDE_BY_SIDE = 3 * SMALL_AT_ONCE;

interface Lane<U> {
  readonly waiting: Set<U>;
  readonly active: Set<U>;
  /** This many may run, however many parts they still have. */
  readonly atLeast: number;
  /** No more start while the running ones have this many parts left. */
  readonly enoughParts: number;
  /** This many start together, once there is room for all of them. */
  readonly atOnce: number;
  /** How many of those that start together may still start. */
  allowance: number;
}

function createLane<U>(atLeast: number, enoughParts: number, atOnce = 1): Lane<U> {
  const [waiting, active] = [new Set<U>(), new Set<U>()];
  return { waiting, active, atLeast, enoughParts, atOnce, allowance: 0 };
}

function mayBegin<U extends Admissible>(lane: Lane<U>): boolean {
  const { active, atLeast, enoughParts, atOnce } = lane;
  if (lane.allowance > 0) return true;
  let parts = 0; // An upload that has sent its last part counts as one part until it completes.
  for (const { partsLeft } of active) parts += partsLeft || 1;
  if (active.size >= atLeast && parts > enoughParts - atOnce) return false;
  lane.allowance = atOnce;
  return true;
}

/**
 * Starts uploads in the order in which they arrived. Small and large ones have a lane each, so a small file never waits
 * behind a large one. Thousands may wait, because only running uploads need resources.
 */
export function createAdmission<U extends Admissible>(
  connections: number,
  begin: (upload: U) => void,
): Admission<U> {
  const small = createLane<U>(0, SMALL_SIDE_BY_SIDE, SMALL_AT_ONCE);
  const large = createLane<U>(LARGE_SIDE_BY_SIDE, 2 * connections);
  const laneOf = (upload: U) => (upload.small ? small : large);
  let filling = false;
  let closed = false;

  function admit({ waiting, active }: Lane<U>, upload: U): void {
    waiting.delete(upload);
    active.add(upload);
    begin(upload);
  }

  function fillLane(lane: Lane<U>): void {
    for (const upload of lane.waiting) {
      if (!mayBegin(lane)) return;
      lane.allowance--;
      admit(lane, upload);
    }
  }

  return {
    wait(upload) {
      const lane = laneOf(upload);
      lane.active.delete(upload);
      lane.waiting.delete(upload);
      if (closed) return;
      if (upload.hasStarted) admit(lane, upload);
      else lane.waiting.add(upload);
    },
    leave(upload) {
      const { waiting, active } = laneOf(upload);
      waiting.delete(upload);
      active.delete(upload);
    },
    fill() {
      if (filling || closed) return; // Starting an upload calls back here. The loop that runs already sees the change.
      filling = true;
      fillLane(large);
      fillLane(small);
      filling = false;
    },
    close() {
      closed = true;
    },
    get running() {
      return [...small.active, ...large.active];
    },
    get active() {
      return small.active.size + large.active.size;
    },
  };
}
