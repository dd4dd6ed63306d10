import { S3Client } from '@aws-sdk/client-s3';
import { createSweeper, createUploadRouter, getStorageOrigin } from '@slipway/server/express';
import { createUploadHandler } from '@slipway/server/fetch';

const s3 = new S3Client({});
const authorize = () => ({ subject: 'me' });
const options = { s3, s3ForComplete: s3, endpoints: [s3], bucket: 'b', tokenKeys: [], authorize };

export const router = createUploadRouter(options);
export const handle = createUploadHandler({ ...options, basePath: '/api' });
export const sweeper = createSweeper({ s3, bucket: 'b' });
export const origin: Promise<string> = getStorageOrigin(s3, 'b');
