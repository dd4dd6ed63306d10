import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** A kind of bucket and the address of its requests. */
interface BucketToReach {
  readonly name: string;
  readonly bucket: string;
  readonly config: S3ClientConfig;
  readonly origin: string;
  /** The path before the key. */
  readonly path: string;
  /** Region and service in the credential. */
  readonly scope: string;
  /** The URL of forms. `undefined` if the bucket accepts none. */
  readonly form: string | undefined;
}

/** Every kind of bucket, with the exact address from S3's documentation. */
export const BUCKET_ADDRESSES: readonly BucketToReach[] = [
  {
    name: 'a general purpose bucket',
    bucket: 'media',
    config: { region: 'eu-central-1' },
    origin: 'https://media.s3.eu-central-1.amazonaws.com',
    path: '/',
    scope: 'eu-central-1/s3',
    form: 'https://media.s3.eu-central-1.amazonaws.com/',
  },
  {
    name: 'a bucket in China',
    bucket: 'media',
    config: { region: 'cn-north-1' },
    origin: 'https://media.s3.cn-north-1.amazonaws.com.cn',
    path: '/',
    scope: 'cn-north-1/s3',
    form: 'https://media.s3.cn-north-1.amazonaws.com.cn/',
  },
  {
    name: 'a bucket with dots, which has no certificate of its own',
    bucket: 'media.example.com',
    config: { region: 'eu-central-1' },
    origin: 'https://s3.eu-central-1.amazonaws.com',
    path: '/media.example.com/',
    scope: 'eu-central-1/s3',
    form: 'https://s3.eu-central-1.amazonaws.com/media.example.com/',
  },
  {
    name: 'path-style S3',
    bucket: 'media',
    config: { forcePathStyle: true },
    origin: 'https://s3.us-east-1.amazonaws.com',
    path: '/media/',
    scope: 'us-east-1/s3',
    form: 'https://s3.us-east-1.amazonaws.com/media/',
  },
  {
    name: 'Transfer Acceleration',
    bucket: 'media',
    config: { useAccelerateEndpoint: true },
    origin: 'https://media.s3-accelerate.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3',
    form: 'https://media.s3-accelerate.amazonaws.com/',
  },
  {
    name: 'dual-stack',
    bucket: 'media',
    config: { useDualstackEndpoint: true, region: 'eu-west-1' },
    origin: 'https://media.s3.dualstack.eu-west-1.amazonaws.com',
    path: '/',
    scope: 'eu-west-1/s3',
    form: 'https://media.s3.dualstack.eu-west-1.amazonaws.com/',
  },
  {
    name: 'Transfer Acceleration over dual-stack',
    bucket: 'media',
    config: { useAccelerateEndpoint: true, useDualstackEndpoint: true },
    origin: 'https://media.s3-accelerate.dualstack.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3',
    form: 'https://media.s3-accelerate.dualstack.amazonaws.com/',
  },
  {
    name: 'FIPS',
    bucket: 'media',
    config: { useFipsEndpoint: true, region: 'us-gov-west-1' },
    origin: 'https://media.s3-fips.us-gov-west-1.amazonaws.com',
    path: '/',
    scope: 'us-gov-west-1/s3',
    form: 'https://media.s3-fips.us-gov-west-1.amazonaws.com/',
  },
  {
    name: 'a directory bucket',
    bucket: 'media--use1-az4--x-s3',
    config: {},
    origin: 'https://media--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3express',
    form: undefined,
  },
  {
    name: 'an access point by its ARN, in another region than the client',
    bucket: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap',
    config: { useArnRegion: true },
    origin: 'https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com',
    path: '/',
    scope: 'eu-west-1/s3',
    form: undefined,
  },
  {
    name: 'an access point by its alias',
    bucket: 'ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias',
    config: {},
    origin: 'https://ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias.s3.us-east-1.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3',
    form: undefined,
  },
  {
    name: 'Outposts by ARN',
    bucket:
      'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/ap',
    config: { region: 'us-west-2' },
    origin: 'https://ap-123456789012.op-01234567890123456.s3-outposts.us-west-2.amazonaws.com',
    path: '/',
    scope: 'us-west-2/s3-outposts',
    form: undefined,
  },
  {
    name: 'Outposts by alias',
    bucket: 'test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3',
    config: {},
    origin:
      'https://test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3.op-0b1d075431d83bebd.s3-outposts.us-east-1.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3-outposts',
    form: undefined,
  },
  {
    name: 'another store with a port, by path',
    bucket: 'media',
    config: { endpoint: 'http://127.0.0.1:9000', forcePathStyle: true },
    origin: 'http://127.0.0.1:9000',
    path: '/media/',
    scope: 'us-east-1/s3',
    form: 'http://127.0.0.1:9000/media/',
  },
  {
    name: 'another store by virtual host',
    bucket: 'media',
    config: { endpoint: 'https://store.example:8443', region: 'auto' },
    origin: 'https://media.store.example:8443',
    path: '/',
    scope: 'auto/s3',
    form: 'https://media.store.example:8443/',
  },
];
