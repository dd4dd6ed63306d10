import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

type Keeping = Pick<ServiceContext, 'admin' | 'store' | 'uploadLifetimeMs' | 'report'>;

/**
 * Remembers how large a file will be when all of it is there, for admins: S3 knows only what has come. Nobody waits
 * for it, and where there are no admins nothing is kept.
 */
export function keepExpectedSize(
  { admin, store, uploadLifetimeMs, report }: Keeping,
  { size }: Pick<UploadClaims, 'size'>,
  uploadId: string,
): void {
  if (!admin) return;
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
