import type { AdminAbortResult } from '@slipway/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { type AbortTarget, abortInBatches } from './abort-run.ts';

/** The state of an abort: it measures first, then asks for confirmation, then aborts. */
export type AbortState =
  | { readonly status: 'measuring'; readonly found: readonly AdminAbortResult[] }
  | {
      readonly status: 'asking';
      readonly found: readonly AdminAbortResult[];
      /** Whether there are more uploads than it examined. */
      readonly isPartial: boolean;
    }
  | {
      readonly status: 'aborting';
      readonly results: readonly AdminAbortResult[];
      readonly total: number;
    }
  | {
      readonly status: 'done';
      readonly results: readonly AdminAbortResult[];
      /** The error that ended it early. */
      readonly error: unknown;
    };

/** The most uploads to examine before an abort. The result reports what the others held. */
const MOST_MEASURED = 2_000;

/** Measures at once what an abort would free, and aborts on `abort`. Stops when the component unmounts. */
export function useAbort(
  client: AdminClient,
  target: AbortTarget,
): { readonly state: AbortState; abort(): void; stop(): void } {
  const [state, setState] = useState<AbortState>({ status: 'measuring', found: [] });
  const running = useRef<AbortController>(null);

  const begin = useCallback(() => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    return controller.signal;
  }, []);

  useEffect(() => {
    const signal = begin();
    void measure(client, target, signal, setState);
    return () => running.current?.abort();
  }, [client, target, begin]);

  const abort = useCallback(() => {
    if (state.status !== 'asking') return;
    void run(client, target, begin(), state.found.length, setState);
  }, [client, target, begin, state]);
  const stop = useCallback(() => running.current?.abort(), []);
  return { state, abort, stop };
}

async function measure(
  client: AdminClient,
  target: AbortTarget,
  signal: AbortSignal,
  show: (state: AbortState) => void,
): Promise<void> {
  const found: AdminAbortResult[] = [];
  try {
    for await (const batch of abortInBatches(client, target, { dryRun: true, signal })) {
      if (signal.aborted) return;
      found.push(...batch);
      if (found.length >= MOST_MEASURED) break;
      show({ status: 'measuring', found: found.slice() });
    }
    const isPartial =
      found.length >= MOST_MEASURED &&
      (target.kind === 'older' || found.length < target.uploads.length);
    if (!signal.aborted) show({ status: 'asking', found, isPartial });
  } catch (error) {
    if (!signal.aborted) show({ status: 'done', results: [], error });
  }
}

async function run(
  client: AdminClient,
  target: AbortTarget,
  signal: AbortSignal,
  measured: number,
  show: (state: AbortState) => void,
): Promise<void> {
  const expected = target.kind === 'chosen' ? target.uploads.length : measured;
  const results: AdminAbortResult[] = [];
  show({ status: 'aborting', results: [], total: expected });
  try {
    for await (const batch of abortInBatches(client, target, { dryRun: false, signal })) {
      results.push(...batch);
      const total = Math.max(expected, results.length);
      show({ status: 'aborting', results: results.slice(), total });
    }
    show({ status: 'done', results, error: undefined });
  } catch (error) {
    show({ status: 'done', results, error: signal.aborted ? undefined : error });
  }
}
