/** What admission looks at. */
export interface Admissible {
  /** Whether it is expected to be a single PUT. */
  readonly small: boolean;
  /** Parts that are still to be sent. */
  readonly partsLeft: number;
  /** Whether it began before: such an upload had its turn, and goes on at once. */
  readonly hasBegun: boolean;
}

/** Says which of the queued uploads may begin. */
export interface Admission<U extends Admissible> {
  /** The upload waits for its turn, behind all others that wait. */
  wait(upload: U): void;
  /** The upload neither waits nor runs any more. */
  leave(upload: U): void;
  /** Begins what may begin. */
  fill(): void;
  /** Begins nothing any more. */
  close(): void;
  /** Uploads that have begun and not left: some hundreds at most, however many there are in all. */
  readonly running: readonly U[];
  /** How many those are. */
  readonly active: number;
}

/** Large files run side by side only so far as the connections need it: one after the other ends sooner. */
const LARGE_SIDE_BY_SIDE = 3;

/**
 * Small files begin by the hundred, which is what one request creates. Three hundreds run: one that is being created
 * or waits for connections, one that is being sent, one that is being completed.
 */
const SMALL_AT_ONCE = 100;
const SMALL_SIDE_BY_SIDE = 3 * SMALL_AT_ONCE;

interface Lane<U> {
  readonly waiting: Set<U>;
  readonly active: Set<U>;
  /** So many may run whatever they still have to send. */
  readonly atLeast: number;
  /** No more begin while those that run have so many parts to send. */
  readonly enoughParts: number;
  /** So many begin together: once there is room for all of them. */
  readonly atOnce: number;
  /** How many may still begin of those that begin together. */
  allowance: number;
}

function createLane<U>(atLeast: number, enoughParts: number, atOnce = 1): Lane<U> {
  const [waiting, active] = [new Set<U>(), new Set<U>()];
  return { waiting, active, atLeast, enoughParts, atOnce, allowance: 0 };
}

function mayBegin<U extends Admissible>(lane: Lane<U>): boolean {
  const { active, atLeast, enoughParts, atOnce } = lane;
  if (lane.allowance > 0) return true;
  let parts = 0; // One that has sent its last part still counts until it is completed.
  for (const { partsLeft } of active) parts += partsLeft || 1;
  if (active.size >= atLeast && parts > enoughParts - atOnce) return false;
  lane.allowance = atOnce;
  return true;
}

/**
 * Begins uploads in the order in which they came, small ones and large ones side by side, so that a small
 * file never waits behind a large one. Thousands may wait: only those that began cost anything.
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
      if (upload.hasBegun) admit(lane, upload);
      else lane.waiting.add(upload);
    },
    leave(upload) {
      const { waiting, active } = laneOf(upload);
      waiting.delete(upload);
      active.delete(upload);
    },
    fill() {
      if (filling || closed) return; // Beginning one is news, too: whoever fills already sees it.
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
