import type { ModeWith, PresignedPart } from '@slipway/protocol';
import { failure } from '../retry/failure.ts';
import { retrying } from '../retry/retrying.ts';
import { URLS_PER_CONNECTION } from './create-upload.ts';
import type { Created, RunScope } from './run-scope.ts';

/**
 * Bytes whose checksums are computed ahead of their turn: enough for large batches, and little enough for the
 * operating system to have them in memory still when they are sent.
 */
const READ_AHEAD_BYTES = 512 * 1024 ** 2;

/** Presigned URLs of the parts that come next, asked for in few requests. */
export interface UrlsAhead {
  /** So many parts are looked at. */
  depth(): number;
  /** Asks for what is missing. To be called whenever the parts that come next may be others. */
  ensure(): void;
  /** The URL, where there is one that is of use now. */
  peek(partNumber: number): PresignedPart | undefined;
  /** Takes the URL out: every attempt gets its own. */
  take(partNumber: number): PresignedPart | undefined;
  /** Forgets all. What is wrong with one URL is mostly wrong with those made beside it. */
  clear(): void;
  /** Uses none, and asks for none, before `inquiry` settles: it may turn out that all are wrong. Answers what it does. */
  hold<T>(inquiry: Promise<T>): Promise<T>;
}

/**
 * Keeps URLs ready for the parts at the end of `pending`, the last first. A URL is bound to its part's checksum: parts
 * are read ahead, and while they are, a small batch waits for them to become a larger one.
 *
 * @param onFailure told what no other attempt mends
 */
export function createUrlsAhead(
  run: RunScope,
  { urls, token, plan, checksums }: Created,
  pending: readonly number[],
  onFailure: (error: unknown) => void,
): UrlsAhead {
  const { backend, clock, forms, queue, signal, ways } = run;
  const readable = Math.ceil(READ_AHEAD_BYTES / plan.partSize);
  const reading = new Set<number>();
  let presigning = false;
  /** Inquiries that URLs wait for, in number. */
  let inquiries = 0;
  /** How often all were forgotten: what was asked for before is of no use either. */
  let forgotten = 0;
  let smallestBatch = run.connections;
  /** Until the first URLs are there, only what they are for is read: all connections wait for it. */
  let mostRead = smallestBatch;

  function depth(): number {
    const { connections } = ways;
    const most = connections * URLS_PER_CONNECTION;
    return checksums ? Math.min(most, Math.max(connections, readable)) : most;
  }

  function peek(partNumber: number): PresignedPart | undefined {
    const url = urls.peek(partNumber, clock.now());
    return url && forms.fits(url) && ways.leads(url) ? url : undefined;
  }

  async function read(partNumber: number): Promise<void> {
    if (!checksums || checksums.get(partNumber) || reading.has(partNumber)) return;
    reading.add(partNumber);
    await checksums.compute(partNumber, signal).catch(onFailure);
    reading.delete(partNumber);
    ensure();
  }

  async function presign(partNumbers: readonly number[]): Promise<void> {
    presigning = true;
    const before = forgotten;
    try {
      const parts = partNumbers.map((partNumber) => ({
        partNumber,
        checksum: checksums?.get(partNumber),
      }));
      const answer = await retrying(run, () => backend.presign.ask({ token, parts }));
      recordChecksums(run, partNumbers);
      mostRead = Number.POSITIVE_INFINITY;
      if (forgotten === before) {
        urls.add(answer.parts, clock.now());
        if (!partNumbers.some(peek)) throw failure('internal-error');
      }
    } catch (error) {
      return onFailure(error);
    } finally {
      presigning = false;
    }
    goOn();
  }

  function goOn(): void {
    queue.poke();
    ensure(); // With all connections busy, nobody would ask before one is free.
  }

  function ensure(): void {
    if (signal.aborted) return; // Whatever is read now fails at once, over and over.
    const most = depth();
    const next = pending.slice(-most).reverse();
    const bare = next.filter((n) => !peek(n));
    for (const partNumber of bare.slice(0, mostRead)) void read(partNumber);
    const wanted = bare.filter((n) => !checksums || checksums.get(n));
    if (presigning || inquiries > 0 || wanted.length === 0 || next.length - bare.length > most / 2)
      return;
    if (wanted.length < Math.min(smallestBatch, bare.length)) return;
    smallestBatch = Math.min(2 * smallestBatch, most / 2);
    void presign(wanted);
  }

  return {
    depth,
    ensure,
    peek: (partNumber) => (inquiries > 0 ? undefined : peek(partNumber)),
    take: urls.take,
    clear() {
      urls.clear();
      forgotten++;
    },
    hold(inquiry) {
      inquiries++;
      return inquiry.finally(() => {
        inquiries--;
        goOn();
      });
    },
  };
}

/**
 * The one mode whose checksums S3 forgets once it has verified the part. With a second one this is `never`, and
 * {@link recordChecksums} no longer compiles.
 */
type Forgotten = ModeWith<{ readonly kept: undefined }> extends 'md5' ? 'md5' : never;

/**
 * Saves the checksums of parts in the session before the parts are sent, where S3 forgets them. Without them nothing
 * could tell this file's parts from another's.
 */
function recordChecksums(
  { memory: { created, session }, sessions }: Pick<RunScope, 'memory' | 'sessions'>,
  partNumbers: readonly number[],
): void {
  if (created?.checksums?.mode !== ('md5' satisfies Forgotten)) return;
  const { checksums } = created;
  const recorded = partNumbers.map((partNumber) => [partNumber, checksums.get(partNumber)]);
  created.recorded = { ...created.recorded, ...Object.fromEntries(recorded) };
  if (session) void sessions.save({ ...session, checksums: created.recorded });
}
