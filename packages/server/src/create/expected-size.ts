import type { SharedStore } from '../store/shared-store.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** Where expected sizes are stored. */
export interface ExpectedSizeContext {
  readonly keepsExpectedSizes: boolean;
  readonly store: SharedStore;
  readonly uploadLifetimeMs: number;
  report(error: unknown): void;
}

/**
 * Stores the size of the whole file for the admin routes, because S3 knows only the parts that arrived. Best
 * effort, in the background. Stores nothing without admin routes.
 */
export function keepExpectedSize(
  { keepsExpectedSizes, store, uploadLifetimeMs, report }: ExpectedSizeContext,
  { size }: Pick<UploadClaims, 'size'>,
  uploadId: string,
): void {
  if (!keepsExpectedSizes) return;
  void store.set(keyOf(uploadId), String(size), uploadLifetimeMs).catch(report);
}

/** Bytes of the whole file. `undefined` if another program created the upload, or if the store lost the size. */
export async function readExpectedSize(
  { store, report }: Pick<ExpectedSizeContext, 'store' | 'report'>,
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
