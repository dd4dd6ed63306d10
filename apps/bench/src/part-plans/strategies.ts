import { type PlanPartsOptions, type PresignedPart, partRange, planParts } from '@slipway/protocol';
import { relativeSpeed } from '../../../../packages/core/src/queue/relative-speed.ts';
import { createPickPart } from '../../../../packages/core/src/run/pick-part.ts';

const MiB = 1024 ** 2;

/** A connection with the bytes per second of its latest part. */
export interface Lane {
  readonly speed: number | undefined;
}

/** What is known when a connection is idle. */
export interface Moment {
  /** Bytes that the storage has acknowledged. */
  readonly doneBytes: number;
  /** Those, and the bytes that the browser has handed to the network. */
  readonly loaded: number;
  /** Bytes of no part yet. */
  readonly bytesUnsent: number;
  readonly lane: Lane;
  readonly lanes: ReadonlySet<Lane>;
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

/** The parts of the plan as the uploader picks them. */
function fitting(size: number, connections: number): Chooser {
  const plan = planParts({ size, connections, equalParts: false });
  const sizeOf = ({ partNumber }: PresignedPart) => partRange(plan, size, partNumber).size;
  const pending = Array.from({ length: plan.partCount }, (_, i) => ({
    partNumber: i + 1,
    url: 'https://s3.test/',
    headers: {},
    expiresInSeconds: 900,
  }));
  return ({ doneBytes, loaded, lane, lanes }) => {
    const ways = { connections, known: lanes, next: () => (lane.speed ? lane : undefined) };
    const pick = createPickPart(
      { file: { size }, ways },
      { created: { plan }, ledger: { doneBytes, loaded } },
    );
    const part = pick(pending);
    if (!part) return 0;
    pending.splice(pending.indexOf(part), 1);
    return sizeOf(part);
  };
}

/**
 * No plan: each part is cut from the rest when its URL is presigned, by the measured speed of its connection. It is better
 * off than a real uploader, which has to presign a round trip earlier.
 */
function cutLate(rounds: number): Strategy['choose'] {
  return (_, connections) =>
    ({ bytesUnsent, lane, lanes }) => {
      const speed = relativeSpeed(lane, lanes);
      if (speed === undefined) return 6 * MiB;
      const share = (speed * bytesUnsent) / connections / rounds;
      const bytes = Math.max(5 * MiB, Math.round(share));
      return bytesUnsent - bytes < 5 * MiB ? bytesUnsent : bytes;
    };
}
