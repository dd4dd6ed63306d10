import type { ModeWith, PartToPresign } from '@slipway/protocol';
import type { Created, RunScope } from './run-scope.ts';

/**
 * The one mode whose checksums S3 forgets once it has verified the part. With a second one this is `never`, and
 * {@link recordChecksums} no longer compiles.
 */
type Forgotten = ModeWith<{ readonly kept: undefined }> extends 'md5' ? 'md5' : never;

/**
 * If S3 does not keep the checksums, saves those of presigned parts in the session before the parts are sent. Without them
 * a later page could not tell this file's parts from another's.
 */
export async function recordChecksums(
  { memory, sessions }: RunScope,
  created: Created,
  parts: readonly PartToPresign[],
): Promise<void> {
  if (created.checksums?.mode !== ('md5' satisfies Forgotten)) return;
  const recorded = parts.map(({ partNumber, checksum }) => [partNumber, checksum]);
  created.recorded = { ...created.recorded, ...Object.fromEntries(recorded) };
  if (memory.session) await sessions.save({ ...memory.session, checksums: created.recorded });
}
