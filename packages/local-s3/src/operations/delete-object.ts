import { xmlReply } from '../http/reply.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import { childrenOf, childText } from '../xml/parse.ts';
import type { Call, Operation } from './call.ts';
import { checkDeleteCondition } from './conditions.ts';
import { bypassesGovernance, checkNotLocked } from './object-lock.ts';

/** Deletes one object. Returns 204 even if there is none. */
export const deleteObject: Operation = async (call) => {
  checkDeleteCondition(call);
  deleteUnlocked(call, call.key);
  return { status: 204 };
};

export const deleteObjects: Operation = async (call) => {
  const { request } = call;
  const hasDigest = [...request.fieldNames()].some(
    (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'),
  );
  if (!hasDigest && request.header('x-amz-trailer') === undefined) {
    throw invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const document = await call.readDocument('Delete');
  const keys = childrenOf(document, 'Object').map((node) => childText(node, 'Key'));
  if (keys.length === 0 || keys.length > 1000) throw new S3Error('MalformedXML');
  const deleted: { Key: string }[] = [];
  const errors: { Key: string; Code: string; Message: string }[] = [];
  for (const key of keys) {
    if (key === undefined || key === '') throw new S3Error('MalformedXML');
    try {
      deleteUnlocked(call, key);
      deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      errors.push({ Key: key, Code: error.code, Message: error.message });
    }
  }
  const quiet = childText(document, 'Quiet') === 'true';
  return xmlReply('DeleteResult', { Deleted: quiet ? [] : deleted, Error: errors });
};

function deleteUnlocked(call: Call, key: string): void {
  checkNotLocked(call.bucket.objects.get(key), call.settings.now(), bypassesGovernance(call));
  call.bucket.deleteObject(key);
}
