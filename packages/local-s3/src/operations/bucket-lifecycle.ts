import { invalidRequest, S3Error } from '../s3-error.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { BucketRecord, UploadRecord } from '../storage/records.ts';
import { child, childrenOf, childText, parseDocument, type XmlNode } from '../xml/parse.ts';
import type { Operation } from './call.ts';

const DAY_MS = 86_400_000;

/** The only action of lifecycle rules that this server performs. */
interface AbortRule {
  readonly id: string;
  readonly prefix: string;
  readonly days: number;
}

export const putBucketLifecycle: Operation = async (call) => {
  const { bucket } = call;
  const document = await call.readDocumentText('LifecycleConfiguration');
  parseAbortRules(document);
  await bucket.configure((record) => ({ ...record, lifecycle: document }));
  return { status: 200 };
};

export const getBucketLifecycle: Operation = async (call) => {
  const { lifecycle } = call.bucket.record;
  if (lifecycle === undefined) throw new S3Error('NoSuchLifecycleConfiguration');
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: lifecycle };
};

export const deleteBucketLifecycle: Operation = async (call) => {
  await call.bucket.configure((record) => ({ ...record, lifecycle: undefined }));
  return { status: 204 };
};

/** When an upload will be aborted and by which rule, for the responses of Create and ListParts. */
export function abortHeaders(bucket: BucketRecord, upload: UploadRecord): Record<string, string> {
  const rule = findAbortRule(readAbortRules(bucket), upload);
  if (rule === undefined) return {};
  return {
    'x-amz-abort-date': new Date(abortTime(upload, rule)).toUTCString(),
    // A header cannot hold every character that an ID can.
    'x-amz-abort-rule-id': /^[ -~]+$/.test(rule.id) ? rule.id : encodeURIComponent(rule.id),
  };
}

/** Aborts the uploads whose date has passed. */
export async function abortExpiredUploads(bucket: Bucket, now: Date): Promise<void> {
  const rules = readAbortRules(bucket.record);
  if (rules.length === 0) return;
  // A copy: each abort changes the list.
  for (const upload of bucket.uploads.values().slice()) {
    const rule = findAbortRule(rules, upload.record);
    if (rule === undefined || abortTime(upload.record, rule) > now.getTime()) continue;
    await bucket.abortUpload(upload);
  }
}

function readAbortRules({ lifecycle }: BucketRecord): readonly AbortRule[] {
  return lifecycle === undefined ? [] : parseAbortRules(lifecycle);
}

function findAbortRule(rules: readonly AbortRule[], upload: UploadRecord): AbortRule | undefined {
  return rules
    .filter(({ prefix }) => upload.key.startsWith(prefix))
    .sort((a, b) => a.days - b.days)[0];
}

/** S3 adds the days and rounds up to the next midnight UTC. */
function abortTime(upload: UploadRecord, rule: AbortRule): number {
  return Math.ceil((upload.initiatedMs + rule.days * DAY_MS) / DAY_MS) * DAY_MS;
}

function parseAbortRules(document: string): AbortRule[] {
  const rules = childrenOf(parseDocument(document, 'LifecycleConfiguration'), 'Rule');
  if (rules.length === 0 || rules.length > 1000) throw new S3Error('MalformedXML');
  const ids = new Set<string>();
  return rules.flatMap((rule, index) => {
    const id = childText(rule, 'ID') ?? `rule-${index + 1}`;
    const status = childText(rule, 'Status');
    if (status !== 'Enabled' && status !== 'Disabled') throw new S3Error('MalformedXML');
    if (id.length > 255 || ids.has(id)) {
      throw new S3Error('InvalidArgument', 'Rule ID must be unique and at most 255 characters');
    }
    ids.add(id);
    const abort = child(rule, 'AbortIncompleteMultipartUpload');
    if (abort === undefined) return [];
    const days = childText(abort, 'DaysAfterInitiation') ?? '';
    if (!/^\d{1,6}$/.test(days)) throw new S3Error('MalformedXML');
    if (Number(days) < 1) {
      throw new S3Error('InvalidArgument', "'DaysAfterInitiation' must be a positive integer");
    }
    const prefix = rulePrefix(rule);
    return status === 'Enabled' ? [{ id, prefix, days: Number(days) }] : [];
  });
}

function rulePrefix(rule: XmlNode): string {
  const filter = child(rule, 'Filter');
  const inner = filter === undefined ? rule : (child(filter, 'And') ?? filter);
  const byTag = child(inner, 'Tag') ?? child(inner, 'ObjectSizeGreaterThan');
  if (byTag !== undefined) {
    throw invalidRequest(
      'AbortIncompleteMultipartUpload cannot be specified with Tags or object sizes.',
    );
  }
  return childText(inner, 'Prefix') ?? '';
}
