/** What admission looks at. */
export interface Admissible {
  /** Whether it is expected to be a single PUT. */
  readonly small: boolean;
  /** Parts that are still to be sent. */
  readonly partsLeft: number;
  /** Whether it began before: such an upload goes on before new ones begin. */
  readonly hasBegun: boolean;
}

/** Says which of the queued uploads may begin. */
export interface Admission<U extends Admissible> {
  /** The upload waits for its turn. */
  wait(upload: U): void;
  /** The upload neither waits nor runs any more. */
  leave(upload: U): void;
  /** Begins what may begin. */
  fill(): void;
  /** Uploads that have begun and not left. */
  readonly active: number;
}

/** Large files run side by side only so far as the connections need it: one after the other ends sooner. */
const LARGE_SIDE_BY_SIDE = 3;

/** Small files begin by the hundred, which is what one request creates; the next hundred before these run out. */
const SMALL_BATCH = 100;

interface Lane<U> {
  readonly returning: Set<U>;
  readonly fresh: Set<U>;
  readonly active: Set<U>;
}

function newLane<U>(): Lane<U> {
  return { returning: new Set(), fresh: new Set(), active: new Set() };
}

/**
 * Begins uploads in the order in which they came, small ones and large ones side by side, so that a small
 * file never waits behind a large one. Thousands may wait: only those that began cost anything.
 */
export function createAdmission<U extends Admissible>(
  connections: number,
  begin: (upload: U) => void,
): Admission<U> {
  const small = newLane<U>();
  const large = newLane<U>();
  let filling = false;

  const laneOf = (upload: U) => (upload.small ? small : large);

  function beginNext({ returning, fresh, active }: Lane<U>): boolean {
    const [next] = returning.size > 0 ? returning : fresh;
    if (!next) return false;
    returning.delete(next);
    fresh.delete(next);
    active.add(next);
    begin(next);
    return true;
  }

  /** Whether the large uploads that run leave connections without work. */
  function needsLarge(): boolean {
    if (large.active.size < LARGE_SIDE_BY_SIDE) return true;
    if (large.active.size >= SMALL_BATCH) return false;
    let partsLeft = 0;
    for (const upload of large.active) partsLeft += upload.partsLeft;
    return partsLeft < 2 * connections;
  }

  return {
    wait(upload) {
      const { returning, fresh, active } = laneOf(upload);
      active.delete(upload);
      (upload.hasBegun ? returning : fresh).add(upload);
    },
    leave(upload) {
      for (const set of Object.values(laneOf(upload)) as Set<U>[]) set.delete(upload);
    },
    fill() {
      if (filling) return;
      filling = true;
      try {
        while (needsLarge() && beginNext(large));
        if (small.active.size < SMALL_BATCH) {
          for (let i = 0; i < SMALL_BATCH && beginNext(small); i++);
        }
      } finally {
        filling = false;
      }
    },
    get active() {
      return small.active.size + large.active.size;
    },
  };
}
