import { xmlReply } from '../http/reply.ts';
import { readDeclaredChecksum } from '../http/request-checksums.ts';
import type { RequestFields } from '../http/request-fields.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import type { BucketRecord, ObjectAttributes, ObjectRecord } from '../storage/records.ts';
import { childText } from '../xml/parse.ts';
import type { Call, Operation } from './call.ts';

const MODE = 'x-amz-object-lock-mode';
const UNTIL = 'x-amz-object-lock-retain-until-date';
const HOLD = 'x-amz-object-lock-legal-hold';
const invalid = (message: string) => new S3Error('InvalidArgument', message);

/** Reads retention and legal hold. They are stored as the headers that Head and Get return. */
export function readLock(fields: RequestFields, now: Date): Record<string, string> {
  const hold = fields.amzHeader(HOLD);
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') {
    throw invalid('Legal Hold must be either of "ON" or "OFF"');
  }
  return {
    ...checkRetention(fields.amzHeader(MODE), fields.amzHeader(UNTIL), now),
    ...(hold !== undefined && { [HOLD]: hold }),
  };
}

function checkRetention(mode: string | undefined, until: string | undefined, now: Date) {
  if (mode === undefined && until === undefined) return {};
  if (mode === undefined || until === undefined) {
    throw invalid(`${UNTIL} and ${MODE} must both be supplied`);
  }
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') throw invalid('Unknown wormMode directive.');
  const date = new Date(until);
  if (Number.isNaN(date.getTime())) {
    throw invalid('The retain until date must be provided in ISO 8601 format');
  }
  if (date <= now) throw invalid('The retain until date must be in the future!');
  return { [MODE]: mode, [UNTIL]: date.toISOString() };
}

/** Rejects locks in a bucket that was created without object lock. @throws S3Error `InvalidRequest`. */
export function checkLockAllowed(bucket: BucketRecord): void {
  if (bucket.objectLock === true) return;
  throw invalidRequest('Bucket is missing Object Lock Configuration');
}

/** Locked content must come with Content-MD5 or a checksum. @throws S3Error `InvalidRequest`. */
export function checkLockedDigest({ headers }: ObjectAttributes, request: RequestFields): void {
  if (!(MODE in headers || HOLD in headers) || request.header('content-md5') !== undefined) return;
  if (readDeclaredChecksum(request) !== undefined) return;
  throw invalidRequest(
    'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
  );
}

/** Keeps an object that is retained or on hold. @throws S3Error `AccessDenied`. */
export function checkNotLocked(object: ObjectRecord | undefined, now: Date, bypass = false): void {
  const headers = object?.attributes.headers ?? {};
  const retained =
    new Date(headers[UNTIL] ?? 0) > now && !(bypass && headers[MODE] === 'GOVERNANCE');
  if (retained || headers[HOLD] === 'ON') throw locked();
}

function locked(): S3Error {
  return new S3Error('AccessDenied', 'Access Denied because object protected by object lock.');
}

/** Whether a request may delete or change objects that are locked in the mode GOVERNANCE. */
export function bypassesGovernance({ request }: Call): boolean {
  return request.header('x-amz-bypass-governance-retention') === 'true';
}

export const getObjectRetention: Operation = async (call) => {
  const { headers } = call.bucket.requireObject(call.key).attributes;
  if (headers[MODE] === undefined) throw new S3Error('NoSuchObjectLockConfiguration');
  return xmlReply('Retention', { Mode: headers[MODE], RetainUntilDate: headers[UNTIL] });
};

export const putObjectRetention: Operation = async (call) => {
  const document = await call.readDocument('Retention');
  const now = call.settings.now();
  const mode = childText(document, 'Mode');
  const retention = checkRetention(mode, childText(document, 'RetainUntilDate'), now);
  await changeLock(call, (headers) => {
    const until = headers[UNTIL] ?? '';
    const loosened = mode !== headers[MODE] || (retention[UNTIL] ?? '') < until;
    const free = headers[MODE] === 'GOVERNANCE' && bypassesGovernance(call);
    if (headers[MODE] !== undefined && new Date(until) > now && loosened && !free) {
      throw locked();
    }
    const { [MODE]: _mode, [UNTIL]: _until, ...rest } = headers;
    return { ...rest, ...retention };
  });
  return { status: 200 };
};

export const getObjectLegalHold: Operation = async (call) => {
  const { headers } = call.bucket.requireObject(call.key).attributes;
  if (headers[HOLD] === undefined) throw new S3Error('NoSuchObjectLockConfiguration');
  return xmlReply('LegalHold', { Status: headers[HOLD] });
};

export const putObjectLegalHold: Operation = async (call) => {
  const status = childText(await call.readDocument('LegalHold'), 'Status');
  if (status !== 'ON' && status !== 'OFF') throw new S3Error('MalformedXML');
  await changeLock(call, (headers) => ({ ...headers, [HOLD]: status }));
  return { status: 200 };
};

async function changeLock(
  call: Call,
  change: (headers: ObjectAttributes['headers']) => ObjectAttributes['headers'],
): Promise<void> {
  checkLockAllowed(call.bucket.record);
  await call.bucket.changeAttributes(call.key, (attributes) => ({
    ...attributes,
    headers: change(attributes.headers),
  }));
}
