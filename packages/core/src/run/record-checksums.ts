import type { RunScope } from './run-scope.ts';

/**
 * Keeps checksums of parts, before the parts are sent, also in the session. Of MD5, S3 keeps none: without them nothing
 * could tell this file's parts from another's.
 */
export function recordChecksums(
  { memory: { created, session }, sessions }: Pick<RunScope, 'memory' | 'sessions'>,
  partNumbers: readonly number[],
): void {
  if (created?.checksums?.mode !== 'md5') return;
  const { checksums } = created;
  const recorded = partNumbers.map((partNumber) => [partNumber, checksums.get(partNumber)]);
  created.recorded = { ...created.recorded, ...Object.fromEntries(recorded) };
  if (session) void sessions.save({ ...session, checksums: created.recorded });
}
