import { xmlReply } from '../http/reply.ts';
import { invalidArgument } from '../s3-error.ts';
import { tooLarge } from '../storage/receive.ts';
import type { Operation } from './call.ts';
import { readCopySource } from './copy-source.ts';
import { checkPartKey, encryptionHeaders } from './encryption.ts';
import { receiveCopy, storePart } from './receive-body.ts';
import { readPartNumber } from './upload-part.ts';

export const uploadPartCopy: Operation = async (call) => {
  const { bucket, key, request, settings } = call;
  const partNumber = readPartNumber(request);
  const upload = bucket.requireUpload(request.query.get('uploadId') ?? '', key);
  const { checksumAlgorithm, checksumDeclared, attributes } = upload.record;
  checkPartKey(request, attributes);
  const source = readCopySource(call);
  const { start, end } = readSourceRange(
    request.amzHeader('x-amz-copy-source-range'),
    source.object.size,
  );
  if (end - start > settings.maxPutSize) throw tooLarge(end - start, settings.maxPutSize);

  const bytes = source.bucket.openContent(source.object, start, end);
  const content = await receiveCopy(call, bytes, checksumAlgorithm);
  const part = await storePart(call, content, upload, partNumber);
  return xmlReply(
    'CopyPartResult',
    {
      LastModified: new Date(part.lastModifiedMs).toISOString(),
      ETag: `"${part.etag}"`,
      [`Checksum${checksumAlgorithm}`]: checksumDeclared ? part.checksum : undefined,
    },
    encryptionHeaders(attributes),
  );
};

/** Unlike a Range header, this must name both ends, and both must be inside the object. */
function readSourceRange(header: string | undefined, size: number): { start: number; end: number } {
  if (header === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header);
  const [start, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && start <= last && last < size) return { start, end: last + 1 };
  const message =
    match === null
      ? 'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
      : `Range specified is not valid for source object of size: ${size}`;
  throw invalidArgument('x-amz-copy-source-range', message, header);
}
