import { isoTime, xmlReply } from '../http/reply.ts';
import { S3Error } from '../s3-error.ts';
import { receiveContent, tooLarge } from '../storage/receive.ts';
import type { Operation } from './call.ts';
import { readCopySource } from './copy-source.ts';
import { checkPartKey, contentEtag, encryptionHeaders } from './encryption.ts';
import { storeOrDiscard } from './receive-body.ts';
import { readPartNumber } from './upload-part.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
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
  const content = await receiveContent(bytes.read(), {
    staging: call.store.staging,
    algorithm: checksumAlgorithm,
    maxBytes: settings.maxPutSize,
  }).finally(() => bytes.release());
  const details = { partNumber, lastModifiedMs: call.nowMs };
  const etag = contentEtag(content.md5, attributes);
  const store = () => bucket.putPart(upload, { ...details, etag }, content);
  const part = await storeOrDiscard(content, store);
  return xmlReply(
    'CopyPartResult',
    {
      LastModified: isoTime(part.lastModifiedMs),
      ETag: `"${part.etag}"`,
      [`Checksum${checksumAlgorithm}`]: checksumDeclared ? part.checksum : undefined,
    },
    encryptionHeaders(attributes),
  );
};

/** Unlike a Range header, this must name both ends, and both must lie inside the object. */
function readSourceRange(header: string | undefined, size: number): { start: number; end: number } {
  if (header === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header);
  const [start, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && start <= last && last < size) return { start, end: last + 1 };
  const message =
    match === null
      ? 'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
      : `Range specified is not valid for source object of size: ${size}`;
  throw new S3Error('InvalidArgument', message, {
    ArgumentName: 'x-amz-copy-source-range',
    ArgumentValue: header,
  });
}
