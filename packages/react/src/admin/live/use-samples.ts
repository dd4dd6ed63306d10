import { useEffect, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { readFigures, type Sample } from './figures.ts';

/** Ten minutes of samples, at one in five seconds. */
const MOST_SAMPLES = 120;

/** Polls the metrics while the page is visible. */
export function useSamples(
  client: AdminClient,
  everyMs: number,
): { readonly samples: readonly Sample[]; readonly error: unknown } {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const read = async () => {
      if (document.visibilityState === 'hidden') return;
      try {
        const figures = readFigures(await client.readMetrics(signal));
        const sample = { at: Date.now(), figures };
        setSamples((all) => [...all.slice(1 - MOST_SAMPLES), sample]);
        setError(undefined);
      } catch (error) {
        if (!signal.aborted) setError(error);
      }
    };
    void read();
    const timer = setInterval(() => void read(), everyMs);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [client, everyMs]);
  return { samples, error };
}
