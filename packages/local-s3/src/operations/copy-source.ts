import { percentDecode } from '../http/encoding.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { ObjectRecord } from '../storage/records.ts';
import type { Call } from './call.ts';
import { checkReadConditions } from './conditions.ts';
import { checkReadKey } from './encryption.ts';

/** Finds the object that `x-amz-copy-source` names and checks the conditions on it. */
export function readCopySource(call: Call): { bucket: Bucket; object: ObjectRecord } {
  const { request, store } = call;
  const source = percentDecode(request.amzHeader('x-amz-copy-source') ?? '').replace(/^\//, '');
  const slash = source.indexOf('/');
  const name = source.slice(0, slash);
  const key = source.slice(slash + 1).replace(/\?versionId=null$/, '');
  if (slash < 1 || key === '') {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
    throw invalidArgument('x-amz-copy-source', message);
  }
  const bucket = store.requireBucket(name);
  const object = bucket.requireObject(key);
  const condition = (header: string) => request.amzHeader(`x-amz-copy-source-${header}`);
  const verdict = checkReadConditions({ header: condition }, object);
  if (verdict === 'not-modified') throw new S3Error('PreconditionFailed');
  checkReadKey(request, object.attributes, 'x-amz-copy-source-server-side-encryption-customer');
  return { bucket, object };
}
