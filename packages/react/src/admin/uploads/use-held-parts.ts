import type { UnfinishedUpload, UploadPartsResponse } from '@slipway/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { uploadKey } from './upload-key.ts';

/** What an upload holds, or why nobody knows; `undefined` while it is asked for. */
export type HeldState =
  | { readonly parts: UploadPartsResponse }
  | { readonly error: unknown }
  | undefined;

/** Each is a request of its own, which asks S3 for the parts of one upload. */
const PARALLEL = 4;

/**
 * Asks what uploads hold, but only of those that are shown, and once.
 *
 * @returns what is known of an upload, and whom to tell which are in sight
 */
export function useHeldParts(
  client: AdminClient,
): readonly [
  heldBy: (upload: UnfinishedUpload) => HeldState,
  show: (uploads: readonly UnfinishedUpload[]) => void,
] {
  const [known, setKnown] = useState<ReadonlyMap<string, HeldState>>(new Map());
  const inSight = useRef<readonly UnfinishedUpload[]>([]);
  const asked = useRef(new Set<string>());
  const running = useRef(0);
  const signal = useRef<AbortSignal>(null);

  useEffect(() => {
    const controller = new AbortController();
    signal.current = controller.signal;
    asked.current.clear();
    return () => controller.abort();
  }, []);

  const work = useCallback(async () => {
    const { current } = signal;
    for (;;) {
      const upload = inSight.current.find((one) => !asked.current.has(uploadKey(one)));
      if (!upload || !current || current.aborted) return;
      const key = uploadKey(upload);
      asked.current.add(key);
      const state = await client.showParts(upload, current).then(
        (parts) => ({ parts }),
        (error: unknown) => ({ error }),
      );
      if (!current.aborted) setKnown((all) => new Map(all).set(key, state));
    }
  }, [client]);

  const show = useCallback(
    (uploads: readonly UnfinishedUpload[]) => {
      inSight.current = uploads;
      while (running.current < PARALLEL && uploads.some((u) => !asked.current.has(uploadKey(u)))) {
        running.current += 1;
        void work().finally(() => {
          running.current -= 1;
        });
        if (running.current >= uploads.length) return;
      }
    },
    [work],
  );
  const heldBy = useCallback((upload: UnfinishedUpload) => known.get(uploadKey(upload)), [known]);
  return [heldBy, show];
}
