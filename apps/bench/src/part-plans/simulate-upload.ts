import { createSpeeds, type SimulatedLink } from './simulated-link.ts';
import type { Strategy } from './strategies.ts';

/** One request on one connection. */
export interface SentPart {
  readonly lane: number;
  readonly part: number;
  readonly bytes: number;
  readonly fromSeconds: number;
  /** When the response arrived, or another connection was faster. */
  toSeconds: number;
  /** Whether it repeats a part that another connection sends. */
  readonly again: boolean;
}

/** What one simulated upload took. */
export interface Outcome {
  readonly seconds: number;
  /** Bytes that were sent a second time. */
  readonly repeatedBytes: number;
  readonly sent: readonly SentPart[];
}

interface Active {
  readonly sent: SentPart;
  left: number;
  /** Until the preflight is answered. */
  waitSeconds: number;
  /** From the last byte to the response. */
  tailSeconds: number;
}

interface Lane {
  active: Active | undefined;
  /** Bytes per second of its latest part. */
  speed: number | undefined;
}

const STEP_SECONDS = 0.02;
/** Of the bytes that a browser hands to the network, this share has left the machine. Its buffers have the others. */
const ON_THE_WAY = 0.75;
/** Bytes per second that a worker reads and checksums. */
const READ_PER_SECOND = 1e9;
/** A repeated part must be expected to end within this share of the time that the first attempt still needs. */
const WORTHWHILE = 0.7;

function handedBytes({ sent, left }: Active): number {
  return Math.min(sent.bytes, (sent.bytes - Math.max(0, left)) / ON_THE_WAY);
}

/** Sends a file over a link, in small steps of time. Each request costs a round trip for its preflight, and one for its response. */
export function simulateUpload(
  size: number,
  link: SimulatedLink,
  strategy: Strategy,
  seed: number,
): Outcome {
  const connections = link.shares.length;
  const roundTrip = link.roundTripMs / 1_000;
  const choose = strategy.choose(size, connections);
  const speedsOf = createSpeeds(link, seed);
  const lanes: Lane[] = link.shares.map(() => ({ active: undefined, speed: undefined }));
  const sent: SentPart[] = [];
  const reading = strategy.firstBytes(size, connections) / READ_PER_SECOND;
  let seconds = strategy.tripsBefore * roundTrip + reading;
  let [bytesUnsent, bytesDone, repeatedBytes] = [size, 0, 0];

  function start(lane: Lane, part: number, bytes: number, again: boolean): void {
    const number = lanes.indexOf(lane);
    const one = { lane: number, part, bytes, fromSeconds: seconds, toSeconds: 0, again };
    sent.push(one);
    lane.active = { sent: one, left: bytes, waitSeconds: roundTrip, tailSeconds: roundTrip };
  }

  function startNext(lane: Lane): void {
    const handed = lanes.reduce((sum, { active }) => sum + (active ? handedBytes(active) : 0), 0);
    const loaded = bytesDone + handed;
    const moment = { doneBytes: bytesDone, loaded, bytesUnsent, lane, lanes: new Set(lanes) };
    const bytes = Math.min(bytesUnsent, choose(moment));
    const part = sent.filter(({ again }) => !again).length;
    bytesUnsent -= bytes;
    start(lane, part, bytes, false);
  }

  /** The seconds that an attempt still needs at the speed that it has reached. */
  function secondsLeft({ sent: one, left, waitSeconds, tailSeconds }: Active): number {
    const elapsed = Math.max(seconds - one.fromSeconds - roundTrip, 0.25);
    const speed = Math.max((one.bytes - left) / elapsed, 1);
    return Math.max(0, waitSeconds) + tailSeconds + Math.max(0, left) / speed;
  }

  function repeatSlowest(lane: Lane): void {
    const running = lanes.flatMap(({ active }) => (active && active.left > 0 ? [active] : []));
    const twice = new Set(running.flatMap((one) => (one.sent.again ? [one.sent.part] : [])));
    const mayRepeat = strategy.repeats * size - repeatedBytes;
    const [slowest] = running
      .filter((one) => !twice.has(one.sent.part) && one.sent.bytes <= mayRepeat)
      .toSorted((a, b) => secondsLeft(b) - secondsLeft(a));
    if (!slowest || !lane.speed) return;
    const { part, bytes } = slowest.sent;
    if (2 * roundTrip + bytes / lane.speed > WORTHWHILE * secondsLeft(slowest)) return;
    repeatedBytes += bytes;
    start(lane, part, bytes, true);
  }

  function finish({ sent: one }: Active): void {
    bytesDone += one.bytes;
    for (const lane of lanes) {
      if (lane.active?.sent.part !== one.part) continue;
      lane.active.sent.toSeconds = seconds;
      // As the uploader measures it: with the preflight and the response.
      if (lane.active.sent === one) lane.speed = one.bytes / (seconds - one.fromSeconds);
      lane.active = undefined;
    }
  }

  while (bytesDone < size) {
    for (const lane of lanes) {
      if (lane.active) continue;
      if (bytesUnsent > 0) startNext(lane);
      else repeatSlowest(lane);
    }
    const speeds = speedsOf(STEP_SECONDS);
    const rates = lanes.map(({ active }, i) =>
      active && active.waitSeconds <= 0 && active.left > 0 ? (speeds[i] ?? 0) : 0,
    );
    const wanted = rates.reduce((sum, rate) => sum + rate, 0);
    const share = Math.min(1, link.total / Math.max(wanted, 1));
    seconds += STEP_SECONDS;
    for (const [i, { active }] of lanes.entries()) {
      if (!active) continue;
      if (active.waitSeconds > 0) active.waitSeconds -= STEP_SECONDS;
      else if (active.left > 0) active.left -= (rates[i] ?? 0) * share * STEP_SECONDS;
      else active.tailSeconds -= STEP_SECONDS;
      if (active.tailSeconds <= 0) finish(active);
    }
  }
  return { seconds: seconds + strategy.tripsAfter * roundTrip, repeatedBytes, sent };
}
