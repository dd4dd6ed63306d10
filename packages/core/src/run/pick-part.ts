import { type PresignedPart, partRange } from '@slipway/protocol';
import { relativeSpeed } from '../queue/relative-speed.ts';
import type { Ways } from '../queue/ways.ts';
import type { Prepared } from './prepare.ts';

/**
 * A part may be larger by this factor than its connection's share of the bytes that are left. Speeds vary, and with less
 * than one, connections of the same speed would get different parts.
 */
const SLACK = 1.15;

/** A new connection may be slow, so its first part is small. */
const TRIAL_BYTES = 6 * 1024 ** 2;

/** Share of the bytes handed to the network that have left the machine. The others are still in its buffers. */
const ON_THE_WAY = 0.75;

/** What picking reads of a run. */
interface PickScope {
  readonly file: Pick<Blob, 'size'>;
  readonly ways: Pick<Ways, 'connections' | 'known' | 'next'>;
}

/** What picking reads of a prepared upload. */
interface PreparedToPick {
  readonly created: Pick<Prepared['created'], 'plan'>;
  readonly ledger: Pick<Prepared['ledger'], 'doneBytes' | 'loaded'>;
}

/** Chooses the part that the next connection sends, among those that can be sent now. */
export type PickPart = (ready: readonly PresignedPart[]) => PresignedPart | undefined;

/**
 * Chooses the first part that is not too large for the speed of its connection. If all are, it chooses the smallest. At
 * the end, the other connections would wait for a large part on a slow connection.
 */
export function createPickPart(
  { file, ways }: PickScope,
  { created, ledger }: PreparedToPick,
): PickPart {
  const sizeOf = ({ partNumber }: PresignedPart) =>
    partRange(created.plan, file.size, partNumber).size;

  function fits(part: PresignedPart): boolean {
    const connection = ways.next(part);
    if (!connection) return sizeOf(part) <= TRIAL_BYTES;
    const speed = relativeSpeed(connection, ways.known);
    const { doneBytes, loaded } = ledger;
    const bytesLeft = file.size - doneBytes - ON_THE_WAY * (loaded - doneBytes);
    return !speed || sizeOf(part) * ways.connections <= SLACK * speed * bytesLeft;
  }

  return (ready) =>
    ready.find(fits) ??
    ready.reduce<PresignedPart | undefined>(
      (best, part) => (best && sizeOf(best) <= sizeOf(part) ? best : part),
      undefined,
    );
}
