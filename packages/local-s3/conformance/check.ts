import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type RawRequest, type RawResponse, type RawTarget, sendRaw } from './raw-request.ts';

/** The minimum size in bytes of every part except the last. */
export const MIN_PART = 5 * 1024 * 1024;

/** One fact about S3 that a server must get right. Throws when it does not. */
export interface Check {
  /** A sentence that is true of S3. */
  readonly name: string;
  /** Where AWS documents it. */
  readonly doc?: string;
  readonly run: (t: CheckContext) => Promise<void>;
}

/** What a check can use: its own bucket, and clients for the server. */
export class CheckContext {
  readonly target: RawTarget;
  readonly client: S3Client;
  readonly bucket: string;

  constructor(target: RawTarget, client: S3Client, bucket: string) {
    this.target = target;
    this.client = client;
    this.bucket = bucket;
  }

  /** A bucket and a key that no other check uses. */
  newKey(suffix = 'object'): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: `${randomUUID()}/${suffix}` };
  }

  /** The path of an object, encoded once. */
  path(key: string): string {
    const encoded = key.split('/').map(encodeURIComponent).join('/');
    return `/${this.bucket}/${encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
  }

  raw(raw: RawRequest): Promise<RawResponse> {
    return sendRaw(this.target, raw);
  }

  async createUpload(
    options: Partial<CreateMultipartUploadCommandInput> = {},
  ): Promise<{ Bucket: string; Key: string; UploadId: string }> {
    const where = { Bucket: this.bucket, Key: options.Key ?? this.newKey().Key };
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ ...options, ...where }),
    );
    holds(UploadId);
    return { ...where, UploadId };
  }

  /** Uploads parts 1, 2, ... and returns them in the form that Complete needs. */
  async uploadParts(
    upload: { Bucket: string; Key: string; UploadId: string },
    bodies: readonly Buffer[],
  ): Promise<{ PartNumber: number; ETag: string }[]> {
    const parts = [];
    for (const [i, Body] of bodies.entries()) {
      const PartNumber = i + 1;
      const { ETag } = await this.client.send(
        new UploadPartCommand({ ...upload, PartNumber, Body }),
      );
      parts.push({ PartNumber, ETag: ETag ?? '' });
    }
    return parts;
  }

  complete(
    upload: { Bucket: string; Key: string; UploadId: string },
    Parts: { PartNumber: number; ETag: string }[],
  ) {
    return this.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
  }
}

/**
 * Asserts a condition. `assert.ok` without a message would search the source for one, which can
 * take forever if the source is compiled on the fly.
 */
export function holds(
  condition: unknown,
  message = 'the condition does not hold',
): asserts condition {
  assert.ok(condition, message);
}

/** Asserts that an SDK call fails with one of these codes and, if given, this status. */
export async function fails(
  call: Promise<unknown>,
  code: string | readonly string[],
  status?: number,
): Promise<void> {
  const codes = typeof code === 'string' ? [code] : code;
  const error: unknown = await call.then(
    () => undefined,
    (reason) => reason,
  );
  holds(error instanceof Error, `expected ${codes.join(' or ')}, but it succeeded`);
  holds(
    codes.includes(error.name),
    `expected ${codes.join(' or ')}, got ${error.name}: ${error.message}`,
  );
  if (status === undefined) return;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  assert.deepEqual(
    metadata && typeof metadata === 'object' && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined,
    status,
  );
}

/** Asserts that a raw response is this error. */
export function isError(response: RawResponse, status: number, code: string): void {
  assert.deepEqual([response.status, response.code], [status, code], response.text);
}

/** Asserts that a raw response is a success. */
export function isOk(response: RawResponse, status = 200): void {
  assert.equal(response.status, status, response.text);
}
