import { DEFAULT_UPLOAD_LIFETIME_SECONDS } from '@slipway/protocol';
import { delay, SYSTEM_CLOCK } from '../clock.ts';
import { CLEANUP_INTERVAL_MS } from '../finish/cleanup-loop.ts';
import { DEFAULT_PREFIX, folderOf } from '../keys/object-key.ts';
import { releaseSwept } from '../limits/quotas.ts';
import { createAwsGateway } from '../s3/aws-gateway.ts';
import { DEFAULT_DEADLINES, withDeadlines } from '../s3/deadlines.ts';
import { assertSeconds } from '../service/assert-seconds.ts';
import type { Claim } from '../store/shared-store.ts';
import { createCleanup } from './create-cleanup.ts';
import { sweepUploads } from './sweep-uploads.ts';
import type { SweeperEvent, SweepReport } from './sweeper-event.ts';
import type { SweeperOptions } from './sweeper-options.ts';

/** Aborts abandoned uploads. Safe on every replica. */
export interface Sweeper {
  /** Sweeps now, and then at every interval until it is stopped. */
  start(): void;
  /** Stops sweeping. Resolves when the current sweep has ended. */
  stop(): Promise<void>;
  /** Sweeps once, even if other replicas do. Failures are in the report and in events. It never rejects. */
  sweep(): Promise<SweepReport>;
}

const HOUR_SECONDS = 60 * 60;

/** A claim ends before its owner's next sweep, even if the owner's timer is a little early. */
const CLAIMED_SHARE = 0.9;

const EVERYBODYS_TURN: Pick<Claim, 'release'> = { release: async () => {} };

/**
 * Creates a sweeper of unfinished multipart uploads. S3 bills the parts of abandoned uploads until they are aborted.
 * A lifecycle rule of the bucket does the same, if the store supports it.
 *
 * @example
 * const sweeper = createSweeper({ s3, bucket: 'media', onEvent: log });
 * sweeper.start();
 *
 * @throws TypeError that names the invalid option
 */
export function createSweeper(options: SweeperOptions): Sweeper {
  const { bucket, requestPayer, expectedBucketOwner, prefix = DEFAULT_PREFIX, store } = options;
  const { uploadLifetimeSeconds = DEFAULT_UPLOAD_LIFETIME_SECONDS, abortsLiving = false } = options;
  const { olderThanSeconds = uploadLifetimeSeconds + HOUR_SECONDS } = options;
  const { intervalSeconds = HOUR_SECONDS, clock = SYSTEM_CLOCK, wait = delayUntilExit } = options;
  if (!bucket) throw new TypeError('bucket is missing: the name of the bucket to sweep.');
  if (/^\/|\/$/.test(prefix)) throw new TypeError('prefix must not start or end with a slash.');
  assertSeconds('intervalSeconds', intervalSeconds);
  assertAge(olderThanSeconds, uploadLifetimeSeconds, abortsLiving);
  const s3 = withDeadlines(options.s3, DEFAULT_DEADLINES, options.tracing);
  const gateway = createAwsGateway(s3, { urlLifetimeSeconds: 1, now: () => clock.now() });
  const folder = folderOf(prefix);
  const tell = createTell(options.onEvent);
  const cleanUp = createCleanup(options, gateway, tell);
  const traced = <Result>(name: 'sweep' | 'cleanup', work: () => Promise<Result>) => {
    const { tracing } = options;
    return tracing ? tracing.detach(() => tracing.traceWork({ kind: 'task', name }, work)) : work();
  };
  let stopping = new AbortController();
  let running: Promise<unknown> | undefined;

  const sweep = async (signal?: AbortSignal): Promise<SweepReport> => {
    const report = await traced('sweep', () =>
      sweepUploads({
        s3,
        gateway,
        bucket: { bucket, requestPayer, expectedBucketOwner },
        prefix: folder,
        before: new Date(clock.now() - olderThanSeconds * 1_000),
        signal,
        tell,
        release: async (uploadId) => {
          if (store) await releaseSwept(store, clock, uploadId);
        },
      }),
    );
    tell({ type: 'sweep-finished', ...report });
    return report;
  };

  async function sweepInTurn(signal: AbortSignal): Promise<void> {
    const turn = await takeTurn();
    if (!turn) return tell({ type: 'sweep-skipped' });
    const { isComplete } = await sweep(signal);
    if (isComplete) return;
    // Another replica may succeed.
    await turn.release().catch((error: unknown) => tell({ type: 'sweep-failed', error }));
  }

  /** Without the store every replica sweeps. That costs some calls, but not sweeping costs storage. */
  async function takeTurn(): Promise<Pick<Claim, 'release'> | undefined> {
    if (!store) return EVERYBODYS_TURN;
    try {
      const claimMs = intervalSeconds * 1_000 * CLAIMED_SHARE;
      return await store.claim(`sweep/${bucket}/${folder}`, claimMs);
    } catch (error) {
      tell({ type: 'sweep-failed', error });
      return EVERYBODYS_TURN;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sweepInTurn(signal);
      await wait(intervalSeconds * 1_000, signal);
    }
  }

  async function cleanUpUntil(signal: AbortSignal): Promise<void> {
    if (!cleanUp) return;
    while (!signal.aborted) {
      await traced('cleanup', cleanUp);
      await wait(CLEANUP_INTERVAL_MS, signal);
    }
  }

  return {
    async sweep() {
      const [report] = await Promise.all([sweep(), cleanUp?.()]);
      return report;
    },
    start() {
      if (running) return;
      stopping = new AbortController();
      running = Promise.all([run(stopping.signal), cleanUpUntil(stopping.signal)]);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
  };
}

/** @throws TypeError for an invalid number of seconds, or if browsers could still resume uploads of that age */
function assertAge(
  olderThanSeconds: number,
  uploadLifetimeSeconds: number,
  abortsLiving: boolean,
): void {
  if (!Number.isInteger(olderThanSeconds) || olderThanSeconds < 0) {
    throw new TypeError(
      `olderThanSeconds must be a whole number of seconds, not ${olderThanSeconds}.`,
    );
  }
  if (olderThanSeconds < uploadLifetimeSeconds && !abortsLiving) {
    throw new TypeError(
      `olderThanSeconds: after ${olderThanSeconds} seconds browsers can still resume their uploads, for ${uploadLifetimeSeconds}. Set abortsLiving: true to abort them anyway.`,
    );
  }
}

function createTell(onEvent: SweeperOptions['onEvent']): (event: SweeperEvent) => void {
  return (event) => {
    try {
      onEvent?.(event);
    } catch {
      // There is no one to report this to: the listener itself failed.
    }
  };
}

/** A process with nothing else to do exits without waiting for the next sweep. */
function delayUntilExit(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, signal, { keepsAlive: false });
}
