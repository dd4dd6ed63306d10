import type { SharedStore } from '../store/shared-store.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

interface Keeping {
  readonly keepsExpectedSizes: boolean;
  readonly store: SharedStore;
  readonly uploadLifetimeMs: number;
  report(error: unknown): void;
}

/**
 * Remembers the size of the whole file for admins: S3 knows only the parts that have arrived. Best effort, in the
 * background. Without admins nothing is kept.
 */
export function keepExpectedSize(
  { keepsExpectedSizes, store, uploadLifetimeMs, report }: Keeping,
  { size }: Pick<UploadClaims, 'size'>,
  uploadId: string,
): void {
  if (!keepsExpectedSizes) return;
  void store.set(keyOf(uploadId), String(size), uploadLifetimeMs).catch(report);
}

/** Bytes of the whole file; `undefined` for uploads that this backend did not begin, or has forgotten. */
export async function readExpectedSize(
  { store, report }: Pick<Keeping, 'store' | 'report'>,
  uploadId: string,
): Promise<number | undefined> {
  try {
    const text = await store.get(keyOf(uploadId));
    return text === undefined ? undefined : Number(text);
  } catch (error) {
    report(error);
    return undefined;
  }
}

function keyOf(uploadId: string): string {
  return `size/${uploadId}`;
}
