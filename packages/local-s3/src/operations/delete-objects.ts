import { xmlReply } from '../http/reply.ts';
import { S3Error } from '../s3-error.ts';
import { childrenOf, childText } from '../xml/parse.ts';
import type { Operation } from './call.ts';
import { checkNotLocked } from './object-lock.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects: Operation = async (call) => {
  const { bucket, request } = call;
  const hasDigest = [...request.fieldNames()].some(
    (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'),
  );
  if (!hasDigest && request.header('x-amz-trailer') === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const document = await call.readDocument('Delete');
  const keys = childrenOf(document, 'Object').map((node) => childText(node, 'Key'));
  if (keys.length === 0 || keys.length > 1000) throw new S3Error('MalformedXML');
  const bypass = request.header('x-amz-bypass-governance-retention') === 'true';
  const deleted: { Key: string }[] = [];
  const errors: { Key: string; Code: string; Message: string }[] = [];
  for (const key of keys) {
    if (key === undefined || key === '') throw new S3Error('MalformedXML');
    try {
      checkNotLocked(bucket.objects.get(key), call.settings.now(), bypass);
      bucket.deleteObject(key);
      deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      errors.push({ Key: key, Code: error.code, Message: error.message });
    }
  }
  const quiet = childText(document, 'Quiet') === 'true';
  return xmlReply('DeleteResult', { Deleted: quiet ? [] : deleted, Error: errors });
};
