import type { PartRecord } from './records.ts';

/**
 * The name of a part's file says all there is to know about the part, so that one rename puts
 * bytes and record in place together and a crash can never separate them.
 */
export function partFileName(part: Omit<PartRecord, 'file'>): string {
  const checksum = Buffer.from(part.checksum, 'base64').toString('hex');
  const number = String(part.partNumber).padStart(5, '0');
  return `${number}.${part.size}.${part.lastModifiedMs}.${part.etag}.${checksum}`;
}

/** Reads a part back from its file's name; undefined when it is not one of ours. */
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
