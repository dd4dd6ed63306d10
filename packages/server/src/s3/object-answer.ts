import type { CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectAnswer } from './s3-gateway.ts';

/** The fields that the answers to Complete and HeadObject share. */
type SdkAnswer = Pick<
  CompleteMultipartUploadCommandOutput,
  | 'VersionId'
  | 'Expiration'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'BucketKeyEnabled'
  | 'RequestCharged'
> & { readonly Location?: string | undefined };

/** Reads what an answer says about the object. */
export function readObjectAnswer(answer: SdkAnswer): ObjectAnswer {
  return {
    versionId: answer.VersionId,
    location: answer.Location,
    expiration: answer.Expiration,
    serverSideEncryption: answer.ServerSideEncryption,
    sseKmsKeyId: answer.SSEKMSKeyId,
    bucketKeyEnabled: answer.BucketKeyEnabled,
    requestCharged: answer.RequestCharged,
  };
}
