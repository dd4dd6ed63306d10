import { xmlReply } from '../http/reply.ts';
import { invalidArgument } from '../s3-error.ts';
import { childText, parseDocument } from '../xml/parse.ts';
import type { Operation } from './call.ts';

export const listBuckets: Operation = async (call) =>
  xmlReply('ListAllMyBucketsResult', {
    Owner: call.owner,
    Buckets: {
      Bucket: call.store.buckets().map(({ record }) => ({
        Name: record.name,
        CreationDate: new Date(record.createdMs).toISOString(),
      })),
    },
  });

export const createBucket: Operation = async (call) => {
  const name = call.request.bucket ?? '';
  const document = await call.readText();
  if (document !== '') {
    const root = parseDocument(document, 'CreateBucketConfiguration');
    const region = childText(root, 'LocationConstraint');
    if (region !== undefined && region !== call.settings.region) {
      throw invalidArgument(
        'LocationConstraint',
        `The ${region} location constraint is incompatible with the region specific endpoint this request was sent to.`,
        region,
      );
    }
  }
  const bucket = await call.store.createBucket(name, call.nowMs);
  if (call.request.header('x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    await bucket.configure((record) => ({ ...record, objectLock: true }));
  }
  return { status: 200, headers: { Location: `/${name}` } };
};

export const headBucket: Operation = async (call) => {
  const { region } = call.settings;
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
};

export const deleteBucket: Operation = async (call) => {
  await call.store.deleteBucket(call.bucket);
  return { status: 204 };
};

export const getBucketLocation: Operation = async (call) => {
  const { region } = call.settings;
  // S3 returns no name for its oldest region.
  return xmlReply('LocationConstraint', region === 'us-east-1' ? undefined : region);
};
