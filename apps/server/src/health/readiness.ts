import { once } from 'node:events';
import { describeError } from '../log/describe-error.ts';
import type { Log } from '../log/log.ts';

/** Checks that something which the backend needs is available. Rejects if it is not. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

/** Whether the backend can serve requests. */
export interface Readiness {
  readonly isReady: boolean;
  /** The result of each probe. Empty while the backend shuts down. */
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
}

/** Checks whether the backend can serve requests right now. */
export interface ReadinessCheck {
  check(): Promise<Readiness>;
  /** Marks the backend as not ready from now on, whatever the probes find. */
  shutDown(): void;
}

/** What a readiness check needs. */
export interface ReadinessOptions {
  readonly probes: Readonly<Record<string, Probe>>;
  /** Gets a line when a probe starts to fail, with the reason, and one when it succeeds again. */
  readonly log: Log;
  /** Milliseconds since some fixed moment. @defaultValue the system's */
  readonly monotonic?: () => number;
}

/** Load balancers and people ask often, and each request to the bucket costs money and time. */
const CACHE_MS = 2_000;
const PROBE_TIMEOUT_MS = 3_000;

const SHUTTING_DOWN: Readiness = { isReady: false, checks: {} };

/** Creates the check behind `/readyz`. It caches its result for 2 seconds. Concurrent callers share one run. */
export function createReadiness(options: ReadinessOptions): ReadinessCheck {
  const { probes, log, monotonic = () => performance.now() } = options;
  const failing = new Set<string>();
  let kept: { readonly answer: Promise<Readiness>; readonly until: number } | undefined;
  let isShuttingDown = false;

  async function run(name: string, probe: Probe): Promise<'ok' | 'failing'> {
    try {
      await inTime(probe);
      if (failing.delete(name)) log.info({ check: name }, 'ready again');
      return 'ok';
    } catch (error) {
      if (!failing.has(name))
        log.error({ check: name, failures: [describeError(error)] }, 'not ready');
      failing.add(name);
      return 'failing';
    }
  }

  async function runAll(): Promise<Readiness> {
    const found = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await run(name, probe)] as const),
    );
    kept = kept && { ...kept, until: monotonic() + CACHE_MS };
    return { isReady: failing.size === 0, checks: Object.fromEntries(found) };
  }

  return {
    async check() {
      if (isShuttingDown) return SHUTTING_DOWN;
      if (!kept || monotonic() >= kept.until) {
        kept = { answer: runAll(), until: Number.POSITIVE_INFINITY };
      }
      const readiness = await kept.answer;
      // The shutdown may have started while the probes ran.
      return isShuttingDown ? SHUTTING_DOWN : readiness;
    },
    shutDown() {
      isShuttingDown = true;
    },
  };
}

/**
 * Races the probe against the timeout, because not every probe listens to the signal: a command already sent to Redis
 * cannot be aborted.
 */
async function inTime(probe: Probe): Promise<void> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  await Promise.race([
    probe(signal),
    once(signal, 'abort').then(() => {
      throw new Error(`No answer in ${PROBE_TIMEOUT_MS / 1_000} s.`);
    }),
  ]);
}
