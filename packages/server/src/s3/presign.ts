import { setImmediate } from 'node:timers/promises';
import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import {
  CHECKSUMS,
  type Integrity,
  type PresignedPart,
  S3_LIMITS,
  UploadError,
} from '@slipway/protocol';
import { toHeaderText } from '../object/metadata.ts';
import { bucketInput } from './address-input.ts';
import { customerKeyInput } from './customer-key.ts';
import type { StorageClient } from './deadlines.ts';
import { formatUrl } from './format-url.ts';
import { storedInput } from './object-input.ts';
import { prepareForKey } from './prepare-shared.ts';
import type { PreparedRequest } from './prepared-request.ts';
import type { MultipartAddress, ObjectAddress, PartToSign, PutToSign } from './s3-gateway.ts';
import { createSiblingSigner, type PresignedRequest } from './sign-siblings.ts';
import { type PresignOptions, type SigningTime, signingTime } from './signing-time.ts';

/**
 * The owner's object options stay in headers. In the query S3 ignores tags, and it does not document that it obeys a
 * lock or an owner there. S3 reads metadata from either place, and metadata in the query needs no CORS rule.
 *
 * @see https://github.com/aws/aws-sdk-go-v2/pull/1017
 */
const UNHOISTABLE =
  /^x-amz-(?:acl|grant-.*|server-side-encryption.*|storage-class|website-redirect-location|tagging|object-lock-.*|request-payer|expected-bucket-owner)$/;

/** The browser sets these itself. Page code cannot. */
const SET_BY_THE_BROWSER = new Set(['host', 'content-length']);

/** They take a few milliseconds. */
const PARTS_PER_SLICE = 100;

/**
 * Presigns `UploadPart` for some parts of one upload. The signature covers `Content-Length` and the checksum header,
 * if there is a checksum. So the URL accepts no other size or checksum. Only SHA-256 also keeps an attacker from sending
 * other bytes.
 */
export async function presignParts(
  client: StorageClient,
  upload: MultipartAddress,
  parts: readonly PartToSign[],
  integrity: Integrity,
  options: PresignOptions,
): Promise<readonly PresignedPart[]> {
  const [first] = parts;
  if (!first) return [];
  // The SDK does not check the range: it signs 0, -1 and 10001.
  for (const { partNumber } of parts) assertPartNumber(partNumber);
  const { objectKey, uploadId } = upload;
  const input = { ...bucketInput(upload), ...(await customerKeyInput(client, upload)) };
  const uploadPart = (Key: string) =>
    new UploadPartCommand({ ...input, Key, UploadId: 'any', PartNumber: 1 });
  const prepared = await prepareForKey(client, objectKey, uploadPart, options.now);
  const signing = signingOf(prepared, integrity, options);
  const { credentials } = prepared;
  const request = { ...prepared.request, query: { ...prepared.request.query, uploadId } };
  const header = CHECKSUMS[integrity]?.header;
  const headersOf = ({ size, checksum }: PartToSign) => ({
    'content-length': String(size),
    ...(checksum !== undefined && header && { [header]: checksum }),
  });
  const signBySdk = (part: PartToSign) => {
    const headers = { ...request.headers, ...headersOf(part) };
    const query = { ...request.query, partNumber: String(part.partNumber) };
    return signRequest(prepared, { ...request, headers, query }, signing);
  };
  const signedFirst = await signBySdk(first);
  const signSibling = createSiblingSigner(signedFirst, credentials.secretAccessKey);
  const presigned: PresignedPart[] = [];
  for (const [index, part] of parts.entries()) {
    const { partNumber } = part;
    // Lets other requests run, because signing blocks the event loop.
    if (index % PARTS_PER_SLICE === PARTS_PER_SLICE - 1) await setImmediate();
    if (signSibling) {
      const headers = { ...signedFirst.headers, ...headersOf(part) };
      const url = signSibling({ partNumber, headers });
      presigned.push(answerOf(partNumber, { ...signedFirst, headers }, signing, url));
    } else {
      presigned.push(answerOf(partNumber, await signBySdk(part), signing));
    }
  }
  return presigned;
}

/** Presigns a single `PutObject`. It is part 1 of a plan with one part. */
export async function presignPut(
  client: StorageClient,
  object: ObjectAddress,
  put: PutToSign,
  options: PresignOptions,
): Promise<PresignedPart> {
  const input = {
    ...bucketInput(object),
    ...(await customerKeyInput(client, object)),
    ...storedInput(put),
    IfNoneMatch: put.overwrite ? undefined : '*',
    IfMatch: put.ifMatch,
  };
  const putObject = (Key: string) => new PutObjectCommand({ ...input, Key });
  const prepared = await prepareForKey(client, object.objectKey, putObject, options.now);
  const headers = { ...prepared.request.headers, ...headersOfOne(put) };
  const signing = signingOf(prepared, put.integrity, options);
  // The presigner leaves these unsigned by default. Then the browser could store any type.
  const signableHeaders = ['content-type', 'cache-control'];
  const all = { ...signing, signableHeaders };
  return answerOf(1, await signRequest(prepared, { ...prepared.request, headers }, all), all);
}

/** The headers that differ between objects with the same options. */
function headersOfOne(put: PutToSign): Record<string, string> {
  const { contentType, contentDisposition, metadata, size, integrity, checksum } = put;
  const { header } = CHECKSUMS[integrity] ?? {};
  const named = Object.entries(toHeaderText(metadata)).map(([name, value]) => [
    `x-amz-meta-${name.toLowerCase()}`,
    value,
  ]);
  return {
    'content-length': String(size),
    'content-type': contentType,
    ...(contentDisposition !== undefined && { 'content-disposition': contentDisposition }),
    ...(checksum !== undefined && header && { [header]: checksum }),
    ...Object.fromEntries(named),
  };
}

interface Signing extends SigningTime {
  /** Headers that the presigner would not sign by default. */
  readonly signableHeaders?: readonly string[];
  /** Headers that must not move to the query. The browser has to send them unchanged. */
  readonly unhoistableHeaders: readonly string[];
}

function signingOf(
  prepared: PreparedRequest,
  integrity: Integrity,
  options: PresignOptions,
): Signing {
  const names = Object.keys(prepared.request.headers);
  const unhoistableHeaders = names.filter((name) => UNHOISTABLE.test(name));
  // S3 enforces a checksum only if it is a header, not in the query.
  const checksum = CHECKSUMS[integrity];
  if (checksum) unhoistableHeaders.push(checksum.header);
  return { ...signingTime(prepared, options), unhoistableHeaders };
}

function signRequest(
  { presign }: PreparedRequest,
  request: PreparedRequest['request'],
  { expiresIn, signingDate, signableHeaders = [], unhoistableHeaders }: Signing,
): Promise<PreparedRequest['request']> {
  return presign(request, {
    expiresIn,
    signingDate,
    signableHeaders: new Set(signableHeaders),
    unhoistableHeaders: new Set(unhoistableHeaders),
  });
}

function answerOf(
  partNumber: number,
  signed: PresignedRequest,
  { expiresIn }: Signing,
  url = formatUrl(signed),
): PresignedPart {
  return { partNumber, url, headers: headersToSend(signed), expiresInSeconds: expiresIn };
}

function headersToSend({ headers, query }: PresignedRequest): Record<string, string> {
  const names = String(query?.['X-Amz-SignedHeaders']).split(';');
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined || SET_BY_THE_BROWSER.has(name) ? [] : [[name, value]];
    }),
  );
}

function assertPartNumber(partNumber: number): void {
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= S3_LIMITS.maxPartCount) {
    return;
  }
  throw new UploadError('invalid-request', { message: `There is no part ${partNumber}.` });
}
