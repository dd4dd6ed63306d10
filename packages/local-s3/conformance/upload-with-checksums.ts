import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import {
  type ChecksumAlgorithm,
  type CompletedPart,
  UploadPartCommand,
  type UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { type CheckContext, MIN_PART } from './check.ts';
import { type ALGORITHMS, base64, type ChecksumField } from './checksum-values.ts';

/** The content of parts 1 and 2. */
export const bytes = randomBytes(MIN_PART);
export const small = Buffer.from('123456789');

/** Creates an upload and uploads two parts with their checksums. */
export async function uploadWithChecksums(
  t: CheckContext,
  algorithm: (typeof ALGORITHMS)[number],
  type?: 'COMPOSITE' | 'FULL_OBJECT',
) {
  const ChecksumAlgorithm: ChecksumAlgorithm = algorithm;
  const upload = await t.createUpload({ ChecksumAlgorithm, ...(type && { ChecksumType: type }) });
  const field: ChecksumField = `Checksum${algorithm}`;
  const parts: CompletedPart[] = [];
  for (const [i, Body] of [bytes, small].entries()) {
    const value = base64(algorithm, Body);
    const answer: UploadPartCommandOutput = await t.client.send(
      new UploadPartCommand({ ...upload, PartNumber: i + 1, Body, [field]: value }),
    );
    assert.equal(answer[field], value);
    parts.push({ PartNumber: i + 1, ETag: answer.ETag, [field]: value });
  }
  return { upload, parts, field };
}
