import {
  AbortMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Check, fails, isError } from './check.ts';

const UPLOAD_PART = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html';
const LIMITS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html';

const small = Buffer.from('last');

/** UploadPart. */
export const uploadPartChecks: readonly Check[] = [
  ...['0', '10001', '-1', '1.5', '5abc', ''].map(
    (partNumber): Check => ({
      name: `UploadPart with partNumber=${partNumber} is InvalidArgument`,
      doc: LIMITS,
      run: async (t) => {
        const upload = await t.createUpload();
        const query = { partNumber, uploadId: upload.UploadId };
        const put = { method: 'PUT', path: t.path(upload.Key), query, body: 'x' };
        isError(await t.raw(put), 400, 'InvalidArgument');
      },
    }),
  ),
  {
    name: 'parts 1 and 10000 are accepted',
    doc: LIMITS,
    run: async (t) => {
      const upload = await t.createUpload();
      for (const PartNumber of [1, 10_000]) {
        await t.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: small }));
      }
    },
  },
  {
    name: 'UploadPart to an unknown upload is NoSuchUpload',
    doc: UPLOAD_PART,
    run: async (t) => {
      const part = { ...t.newKey(), UploadId: 'unknown', PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'UploadPart with the upload ID of another key is NoSuchUpload',
    run: async (t) => {
      const { UploadId } = await t.createUpload();
      const part = { ...t.newKey(), UploadId, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'after Abort, UploadPart, ListParts, Complete and Abort are NoSuchUpload',
    run: async (t) => {
      const upload = await t.createUpload();
      const done = await t.uploadParts(upload, [small]);
      await t.client.send(new AbortMultipartUploadCommand(upload));
      const part = { ...upload, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
      await fails(t.client.send(new ListPartsCommand(upload)), 'NoSuchUpload', 404);
      await fails(t.complete(upload, done), 'NoSuchUpload', 404);
      await fails(t.client.send(new AbortMultipartUploadCommand(upload)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'after Complete, UploadPart and ListParts are NoSuchUpload',
    run: async (t) => {
      const upload = await t.createUpload();
      await t.complete(upload, await t.uploadParts(upload, [small]));
      const part = { ...upload, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'NoSuchUpload', 404);
      await fails(t.client.send(new ListPartsCommand(upload)), 'NoSuchUpload', 404);
    },
  },
  {
    name: 'UploadPart without a length is MissingContentLength',
    run: async (t) => {
      const upload = await t.createUpload();
      const put = {
        method: 'PUT',
        path: t.path(upload.Key),
        query: { partNumber: '1', uploadId: upload.UploadId },
        unsignedHeaders: { 'transfer-encoding': 'chunked' },
        payloadHash: 'UNSIGNED-PAYLOAD',
        body: 'x',
      };
      isError(await t.raw(put), 411, 'MissingContentLength');
    },
  },
  {
    name: 'a part announced as larger than 5 GiB is EntityTooLarge',
    doc: LIMITS,
    run: async (t) => {
      const upload = await t.createUpload();
      const put = {
        method: 'PUT',
        path: t.path(upload.Key),
        query: { partNumber: '1', uploadId: upload.UploadId },
        headers: { expect: '100-continue', 'content-length': String(5 * 1024 ** 3 + 1) },
        payloadHash: 'UNSIGNED-PAYLOAD',
      };
      isError(await t.raw(put), 400, 'EntityTooLarge');
    },
  },
];
