import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Check, fails, holds, isError } from './check.ts';

const NAMES = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html';

/** Buckets, and requests that match no operation. */
export const bucketChecks: readonly Check[] = [
  {
    name: 'a bucket is created, found, listed and deleted',
    run: async (t) => {
      const Bucket = `check-${randomUUID()}`;
      await t.client.send(new CreateBucketCommand({ Bucket }));
      await t.client.send(new HeadBucketCommand({ Bucket }));
      const { Buckets = [] } = await t.client.send(new ListBucketsCommand({}));
      holds(Buckets.some(({ Name, CreationDate }) => Name === Bucket && CreationDate));
      await t.client.send(new DeleteBucketCommand({ Bucket }));
      await fails(t.client.send(new HeadBucketCommand({ Bucket })), 'NotFound', 404);
    },
  },
  {
    name: 'a bucket that exists cannot be created again or deleted while it holds objects',
    run: async (t) => {
      const { bucket: Bucket } = t;
      await fails(
        t.client.send(new CreateBucketCommand({ Bucket })),
        'BucketAlreadyOwnedByYou',
        409,
      );
      await t.client.send(new PutObjectCommand({ ...t.newKey(), Body: 'x' }));
      await fails(t.client.send(new DeleteBucketCommand({ Bucket })), 'BucketNotEmpty', 409);
    },
  },
  ...['ab', 'Upper-Case', 'under_score', '-dash', 'dots..dots', '10.0.0.1', 'x'.repeat(64)].map(
    (name): Check => ({
      name: `the bucket name ${name} is InvalidBucketName`,
      doc: NAMES,
      run: async (t) =>
        isError(await t.raw({ method: 'PUT', path: `/${name}` }), 400, 'InvalidBucketName'),
    }),
  ),
  {
    name: 'an unknown bucket is NoSuchBucket for objects, lists and uploads',
    run: async (t) => {
      const path = `/check-${randomUUID()}`;
      const query = { 'list-type': '2' };
      isError(await t.raw({ method: 'GET', path: `${path}/key` }), 404, 'NoSuchBucket');
      isError(await t.raw({ method: 'PUT', path: `${path}/key`, body: 'x' }), 404, 'NoSuchBucket');
      isError(await t.raw({ method: 'GET', path, query }), 404, 'NoSuchBucket');
      const create = { method: 'POST', path: `${path}/key`, query: { uploads: '' } };
      isError(await t.raw(create), 404, 'NoSuchBucket');
    },
  },
  {
    name: 'the location of a bucket in us-east-1 has no name',
    run: async (t) => {
      const { LocationConstraint } = await t.client.send(
        new GetBucketLocationCommand({ Bucket: t.bucket }),
      );
      assert.equal(LocationConstraint || undefined, undefined);
    },
  },
  {
    name: 'a bucket for another region is refused',
    run: async (t) => {
      const body =
        '<CreateBucketConfiguration><LocationConstraint>xx-1</LocationConstraint></CreateBucketConfiguration>';
      const answer = await t.raw({ method: 'PUT', path: `/check-${randomUUID()}`, body });
      assert.equal(answer.status, 400);
    },
  },
  {
    name: 'errors have the request ID in the document and in the header',
    run: async (t) => {
      const { headers, text } = await t.raw({ method: 'GET', path: t.path(t.newKey().Key) });
      const id = headers['x-amz-request-id'];
      holds(typeof id === 'string' && id !== '' && text.includes(`<RequestId>${id}</RequestId>`));
    },
  },
  ...['torrent', 'website', 'made-up'].map(
    (name): Check => ({
      name: `the sub-resource ?${name} is NotImplemented`,
      run: async (t) =>
        isError(
          await t.raw({ method: 'GET', path: `/${t.bucket}`, query: { [name]: '' } }),
          501,
          'NotImplemented',
        ),
    }),
  ),
  {
    name: 'a method that the target does not support is MethodNotAllowed',
    run: async (t) =>
      isError(await t.raw({ method: 'PATCH', path: t.path('key') }), 405, 'MethodNotAllowed'),
  },
];
