import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from '../checksums/algorithms.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import { childrenOf, childText, parseDocument, type XmlNode } from '../xml/parse.ts';

/** One part in the list of the Complete request. */
export interface ListedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksums: Partial<Record<ChecksumAlgorithm, string>>;
}

const MAX_PARTS = 10_000;

/**
 * Reads the body of CompleteMultipartUpload.
 *
 * @throws S3Error `MalformedXML`; `InvalidPartOrder` unless the numbers ascend; `InvalidArgument`
 * for a number outside 1 to 10,000.
 */
export function parsePartList(document: string): ListedPart[] {
  const root = parseDocument(document, 'CompleteMultipartUpload');
  const parts = childrenOf(root, 'Part').map(parsePart);
  if (parts.length === 0 || parts.length > MAX_PARTS) throw new S3Error('MalformedXML');
  if (parts.length !== root.children.length) throw new S3Error('MalformedXML');
  let previous = 0;
  for (const { partNumber } of parts) {
    if (partNumber <= previous) throw new S3Error('InvalidPartOrder');
    previous = partNumber;
  }
  return parts;
}

function parsePart(node: XmlNode): ListedPart {
  const number = childText(node, 'PartNumber') ?? '';
  const etag = childText(node, 'ETag')?.replaceAll('"', '');
  if (!/^\d{1,9}$/.test(number) || etag === undefined) throw new S3Error('MalformedXML');
  const partNumber = Number(number);
  if (partNumber < 1 || partNumber > MAX_PARTS) {
    throw invalidArgument('partNumber', 'PartNumber must be >= 1 and <= 10000', number);
  }
  const checksums: Partial<Record<ChecksumAlgorithm, string>> = {};
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = childText(node, `Checksum${algorithm}`);
    if (value !== undefined) checksums[algorithm] = value;
  }
  return { partNumber, etag, checksums };
}
