import { MAX_DIGEST_BYTES } from '../checksum/web-digests.ts';
import type { Checksummer } from '../ports/checksummer.ts';

/** Loads the checksummer of `browser-checksummer.ts` at the first call. */
export function createLazyChecksummer(workerUrl?: string | URL): Checksummer {
  let loading: Promise<Checksummer> | undefined;

  function load(): Promise<Checksummer> {
    loading ??= loadChecksummer(workerUrl).catch((error) => {
      loading = undefined; // The next call tries again.
      throw error;
    });
    return loading;
  }

  return {
    maxFastSha256Bytes: globalThis.crypto?.subtle && MAX_DIGEST_BYTES,
    compute: async (...part) => (await load()).compute(...part),
    combine: async (...parts) => (await load()).combine(...parts),
    close() {
      loading?.then((loaded) => loaded.close()).catch(() => {});
    },
  };
}

async function loadChecksummer(workerUrl: string | URL | undefined): Promise<Checksummer> {
  const { createBrowserChecksummer } = await import('./browser-checksummer.ts');
  return createBrowserChecksummer(workerUrl);
}
