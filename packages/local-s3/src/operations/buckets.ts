import { isoTime, xmlReply } from '../http/reply.ts';
import { S3Error } from '../s3-error.ts';
import { childText, parseDocument } from '../xml/parse.ts';
import type { Operation } from './call.ts';
import { ownerXml } from './owner-xml.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets: Operation = async (call) =>
  xmlReply('ListAllMyBucketsResult', {
    Owner: ownerXml(call),
    Buckets: {
      Bucket: call.store.buckets().map(({ record }) => ({
        Name: record.name,
        CreationDate: isoTime(record.createdMs),
      })),
    },
  });

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket: Operation = async (call) => {
  const name = call.request.bucket ?? '';
  const document = await call.readText();
  if (document !== '') {
    const root = parseDocument(document, 'CreateBucketConfiguration');
    const region = childText(root, 'LocationConstraint');
    if (region !== undefined && region !== call.settings.region) {
      throw new S3Error(
        'InvalidArgument',
        `The ${region} location constraint is incompatible with the region specific endpoint this request was sent to.`,
        { ArgumentName: 'LocationConstraint', ArgumentValue: region },
      );
    }
  }
  const bucket = await call.store.createBucket(name, call.nowMs);
  if (call.request.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    await bucket.configure((record) => ({ ...record, objectLock: true }));
  }
  return { status: 200, headers: { Location: `/${name}` } };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket: Operation = async (call) => {
  const { region } = call.settings;
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket: Operation = async (call) => {
  await call.store.deleteBucket(call.bucket);
  return { status: 204 };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation: Operation = async (call) => {
  const { region } = call.settings;
  // The oldest region has no name here.
  return xmlReply('LocationConstraint', region === 'us-east-1' ? undefined : region);
};
