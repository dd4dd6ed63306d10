import type { PartRecord } from './records.ts';

/**
 * The name of a part's file contains all facts about the part, so one rename commits bytes and record together and a
 * crash cannot separate them.
 */
export function partFileName(part: Omit<PartRecord, 'file'>): string {
  const checksum = Buffer.from(part.checksum, 'base64').toString('hex');
  const number = String(part.partNumber).padStart(5, '0');
  return `${number}.${part.size}.${part.lastModifiedMs}.${part.etag}.${checksum}`;
}

/** Reads a part from its file's name. Undefined if it is not a part's file. */
export function parsePartFileName(uploadId: string, name: string): PartRecord | undefined {
  const match = /^(\d{5})\.(\d+)\.(\d+)\.([0-9a-f]{32})\.([0-9a-f]+)$/.exec(name);
  if (match === null) return undefined;
  const [, partNumber, size, lastModifiedMs, etag = '', checksum = ''] = match;
  return {
    partNumber: Number(partNumber),
    size: Number(size),
    etag,
    checksum: Buffer.from(checksum, 'hex').toString('base64'),
    lastModifiedMs: Number(lastModifiedMs),
    file: `${uploadId}/${name}`,
  };
}
