import type { PresignedPart } from '@slipway/protocol';
import { failure } from '../retry/failure.ts';
import { retrying } from '../retry/retrying.ts';
import { URLS_PER_CONNECTION } from './create-upload.ts';
import type { PickPart } from './pick-part.ts';
import { recordChecksums } from './record-checksums.ts';
import type { Created, RunScope } from './run-scope.ts';
import type { UrlPool } from './url-pool.ts';

/**
 * How many bytes to checksum ahead of sending. Enough for large batches, and few enough that the operating system still
 * has them in memory when they are sent.
 */
const READ_AHEAD_BYTES = 512 * 1024 ** 2;

/** Presigned URLs of the next parts, fetched in few requests. */
export interface UrlsAhead extends Pick<UrlPool, 'clear' | 'take'> {
  /** Requests missing URLs. Call it whenever other parts may come next. */
  ensure(): void;
  /** Index of the next pending part that can be sent, or -1. Skips parts whose URLs have not arrived yet. */
  next(): number;
  /** Uses and requests no URL until `inquiry` settles, because it may show that all are wrong. Returns its result. */
  hold<T>(inquiry: Promise<T>): Promise<T>;
}

/**
 * Keeps URLs ready for the parts at the end of `pending`, the last one first. A URL is bound to its part's checksum, so
 * parts are read ahead. Meanwhile a small batch waits to grow.
 *
 * @param pick chooses among the parts that can be sent, in their order
 * @param onFailure called with an error that no further attempt can repair
 */
export function createUrlsAhead(
  run: RunScope,
  created: Created,
  pending: readonly number[],
  pick: PickPart,
  onFailure: (error: unknown) => void,
): UrlsAhead {
  const { urls, checksums } = created;
  const { connections, queue, signal, ways } = run;
  const read = createReadAhead(run, created, ensure, onFailure);
  const requests = createRequests(run, created);
  const find = (partNumber: number) => findUrl(run, created, partNumber);
  const depth = () => depthOf(ways.connections, created);
  let smallestBatch = connections;

  function goOn(): void {
    queue.poke();
    ensure(); // While all connections are busy, the queue does not call this.
  }

  function ensure(): void {
    if (signal.aborted) return; // Otherwise reads would fail and restart in a loop.
    const most = depth();
    const next = pending.slice(-most).reverse();
    const bare = next.filter((n) => !find(n));
    // Until the first URLs arrive, read only their parts, because all connections wait for them.
    for (const n of requests.answered ? bare : bare.slice(0, connections)) void read(n);
    const wanted = bare.filter((n) => !checksums || checksums.get(n));
    if (!requests.idle || wanted.length === 0 || next.length - bare.length > most / 2) return;
    if (wanted.length < Math.min(smallestBatch, bare.length)) return;
    smallestBatch = Math.min(2 * smallestBatch, most / 2);
    requests.presign(wanted).then(goOn, onFailure);
  }

  return {
    ensure,
    next() {
      if (requests.held) return -1;
      const ready = pending
        .slice(-depth())
        .flatMap((n) => find(n) ?? [])
        .filter(ways.isFree)
        .reverse();
      const part = pick(ready);
      return part ? pending.lastIndexOf(part.partNumber) : -1;
    },
    take: urls.take,
    clear: urls.clear,
    hold: (inquiry) => requests.hold(inquiry).finally(goOn),
  };
}

function depthOf(connections: number, { checksums, plan }: Created): number {
  const most = connections * URLS_PER_CONNECTION;
  if (!checksums) return most;
  const readable = Math.ceil(READ_AHEAD_BYTES / plan.partSize);
  return Math.min(most, Math.max(connections, readable));
}

/** Finds a URL of the pool that can be used now, whether URLs are held or not. */
function findUrl(
  { clock, forms, ways }: RunScope,
  { urls }: Created,
  partNumber: number,
): PresignedPart | undefined {
  const url = urls.peek(partNumber, clock.now());
  return url && forms.fits(url) && ways.leads(url) ? url : undefined;
}

/** Requests URLs, one request at a time. */
function createRequests(run: RunScope, created: Created) {
  const { urls } = created;
  let presigning = false;
  /** The response to create may have URLs. */
  let answered = urls.peek(1, run.clock.now()) !== undefined;
  let inquiries = 0;
  return {
    /** Whether another request may be sent: none is in flight, and URLs are not held. */
    get idle() {
      return !presigning && inquiries === 0;
    },
    /** Whether an inquiry runs that may show that all URLs are wrong. */
    get held() {
      return inquiries > 0;
    },
    hold<T>(inquiry: Promise<T>): Promise<T> {
      inquiries++;
      return inquiry.finally(() => inquiries--);
    },
    /** Whether the backend has answered a request before. */
    get answered() {
      return answered;
    },
    /** Fetches URLs into the pool. @throws UploadError when none of them can be used */
    async presign(partNumbers: readonly number[]): Promise<void> {
      presigning = true;
      const { cleared } = urls;
      try {
        const parts = await askForUrls(run, created, partNumbers);
        answered = true;
        if (urls.cleared !== cleared) return;
        urls.add(parts, run.clock.now());
        if (!partNumbers.some((n) => findUrl(run, created, n))) throw failure('internal-error');
      } finally {
        presigning = false;
      }
    },
  };
}

/** Computes checksums of parts before their turn. Calls `onRead` after each. */
function createReadAhead(
  { signal }: RunScope,
  { checksums }: Created,
  onRead: () => void,
  onFailure: (error: unknown) => void,
): (partNumber: number) => Promise<void> {
  const reading = new Set<number>();
  return async (partNumber) => {
    if (!checksums || checksums.get(partNumber) || reading.has(partNumber)) return;
    reading.add(partNumber);
    await checksums.compute(partNumber, signal).catch(onFailure);
    reading.delete(partNumber);
    onRead();
  };
}

/** Asks the backend to presign parts. */
async function askForUrls(
  run: RunScope,
  created: Created,
  partNumbers: readonly number[],
): Promise<readonly PresignedPart[]> {
  const { token, checksums } = created;
  const parts = partNumbers.map((n) => ({ partNumber: n, checksum: checksums?.get(n) }));
  const answer = await retrying(run, () => run.backend.presign.ask({ token, parts }));
  void recordChecksums(run, created, parts);
  return answer.parts;
}
