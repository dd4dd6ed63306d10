import type { RunScope } from './run-scope.ts';

/**
 * Writes checksums of parts into the session, before the parts are sent. Of MD5, S3 keeps none: without them a later
 * page could not tell this file's parts from another's.
 */
export function recordChecksums(
  { memory, sessions }: Pick<RunScope, 'memory' | 'sessions'>,
  partNumbers: readonly number[],
): void {
  const { created, session } = memory;
  if (!session || created?.checksums?.mode !== 'md5') return;
  const { checksums } = created;
  const signed = partNumbers.map((partNumber) => [partNumber, checksums.get(partNumber)]);
  const recorded = { ...session.checksums, ...Object.fromEntries(signed) };
  memory.session = { ...session, checksums: recorded };
  void sessions.save(memory.session);
}
