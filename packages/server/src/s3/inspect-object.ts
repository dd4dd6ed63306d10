import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectDetails } from '@slipway/protocol';
import { fromHeaderText } from '../object/metadata.ts';
import { addressInput } from './address-input.ts';
import { findChecksum } from './checksum-fields.ts';
import { unlessMissing } from './missing.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { ObjectAddress } from './s3-gateway.ts';

/** Reads what S3 stores with an object, through HeadObject. `undefined` if the object does not exist. */
export async function inspectObject(
  client: StorageClient,
  object: ObjectAddress,
): Promise<ObjectDetails | undefined> {
  const answer = await unlessMissing(
    send(client, new HeadObjectCommand({ ...addressInput(object), ChecksumMode: 'ENABLED' })),
  );
  if (!answer) return undefined;
  const checksum = findChecksum(answer);
  const isComposite = answer.ChecksumType === 'COMPOSITE' || /-\d+$/.test(checksum?.value ?? '');
  return {
    contentType: answer.ContentType,
    contentDisposition: answer.ContentDisposition,
    metadata: fromHeaderText(answer.Metadata),
    checksum: checksum && { ...checksum, kind: isComposite ? 'composite' : 'full-object' },
    encryption: answer.ServerSideEncryption,
    kmsKeyId: answer.SSEKMSKeyId,
    lockMode: answer.ObjectLockMode,
    lockedUntil: answer.ObjectLockRetainUntilDate?.toISOString(),
    legalHold: answer.ObjectLockLegalHoldStatus && answer.ObjectLockLegalHoldStatus === 'ON',
  };
}
