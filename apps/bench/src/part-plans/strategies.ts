import { type PlanPartsOptions, partRange, planParts } from '@slipway/protocol';

const MiB = 1024 ** 2;

/** What is known when a connection is idle. */
export interface Moment {
  /** Bytes that no connection has sent yet. */
  readonly bytesLeft: number;
  /** Bytes of no part yet. */
  readonly bytesUnsent: number;
  /** Speed of the connection with its latest part, compared with the average. `undefined` before its first. */
  readonly relativeSpeed: number | undefined;
}

/** Chooses the bytes of the next part. */
export type Chooser = (moment: Moment) => number;

/** How an uploader sends a file. */
export interface Strategy {
  readonly name: string;
  /** Creates the chooser of one upload. */
  readonly choose: (size: number, connections: number) => Chooser;
  /** Bytes that are read before the first request, because each URL is bound to a checksum. */
  readonly firstBytes: (size: number, connections: number) => number;
  /** Round trips before the first request: create, and presign if its URLs come later. */
  readonly tripsBefore: number;
  /** Round trips after the last response. */
  readonly tripsAfter: number;
  /** Most bytes to send a second time, as a share of the file. */
  readonly repeats: number;
}

/** As in the uploader: a part may be larger by this factor than its connection's share of the bytes that are left. */
const SLACK = 1.15;

/** Sizes of all parts of a plan, in their order. */
function sizesOf(size: number, options: Omit<PlanPartsOptions, 'size'>): number[] {
  const plan = planParts({ size, ...options });
  return Array.from({ length: plan.partCount }, (_, i) => partRange(plan, size, i + 1).size);
}

/** Six parallel PUTs of 16 MiB with URLs in hand. It creates and completes nothing. */
export const BARE_LOOP: Strategy = {
  name: 'bare loop',
  choose: () => () => 16 * MiB,
  firstBytes: () => 0,
  tripsBefore: 0,
  tripsAfter: 0,
  repeats: 0,
};

const firstOf = (equalParts: boolean) => (size: number, connections: number) =>
  sizesOf(size, { connections, equalParts })
    .slice(0, connections)
    .reduce((sum, bytes) => sum + bytes, 0);

/** All strategies that are compared with the bare loop. */
export const STRATEGIES: readonly Strategy[] = [
  {
    name: 'equal parts',
    choose: inOrder(true),
    firstBytes: firstOf(true),
    tripsBefore: 1, // As for unequal parts. Up to version 0.1 the URLs cost a second one.
    tripsAfter: 1,
    repeats: 0,
  },
  {
    name: 'unequal parts, in order',
    choose: inOrder(false),
    firstBytes: firstOf(false),
    tripsBefore: 1,
    tripsAfter: 1,
    repeats: 0,
  },
  {
    name: 'unequal parts that fit',
    choose: fitting,
    firstBytes: firstOf(false),
    tripsBefore: 1,
    tripsAfter: 1,
    repeats: 0,
  },
  {
    name: 'the same, the slowest repeated',
    choose: fitting,
    firstBytes: firstOf(false),
    tripsBefore: 1,
    tripsAfter: 1,
    repeats: 0.05,
  },
  ...[1.3, 1.6, 2].map((rounds) => ({
    name: `cut when presigned, 1/${rounds} of the rest, the slowest repeated`,
    choose: cutLate(rounds),
    firstBytes: (_: number, connections: number) => 6 * MiB * connections,
    tripsBefore: 1,
    tripsAfter: 1,
    repeats: 0.05,
  })),
];

function inOrder(equalParts: boolean): Strategy['choose'] {
  return (size, connections) => {
    const sizes = sizesOf(size, { connections, equalParts });
    return () => sizes.shift() ?? 0;
  };
}

/** The first part of the plan that is not too large for its connection, or the smallest. */
function fitting(size: number, connections: number): Chooser {
  const sizes = sizesOf(size, { connections, equalParts: false });
  return ({ bytesLeft, relativeSpeed }) => {
    const most =
      relativeSpeed === undefined
        ? Number.POSITIVE_INFINITY
        : (SLACK * relativeSpeed * bytesLeft) / connections;
    const found = sizes.findIndex((bytes) => bytes <= most);
    const [bytes = 0] = sizes.splice(found === -1 ? sizes.indexOf(Math.min(...sizes)) : found, 1);
    return bytes;
  };
}

/**
 * No plan: each part is cut from the rest when its URL is presigned, by the measured speed of its connection. It is better
 * off than a real uploader, which has to presign a round trip earlier.
 */
function cutLate(rounds: number): Strategy['choose'] {
  return (_, connections) =>
    ({ bytesUnsent, relativeSpeed }) => {
      if (relativeSpeed === undefined) return 6 * MiB;
      const share = (relativeSpeed * bytesUnsent) / connections / rounds;
      const bytes = Math.max(5 * MiB, Math.round(share));
      return bytesUnsent - bytes < 5 * MiB ? bytesUnsent : bytes;
    };
}
