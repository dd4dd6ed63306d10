import { xmlReply } from '../http/reply.ts';
import type { RequestFields } from '../http/request-fields.ts';
import { S3Error } from '../s3-error.ts';
import type { Tag } from '../storage/records.ts';
import { child, childrenOf, childText } from '../xml/parse.ts';
import type { Operation } from './call.ts';

const MAX_TAGS = 10;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads `x-amz-tagging`, a URL query of keys and values. */
export function readTaggingHeader(fields: RequestFields): readonly Tag[] {
  const header = fields.amzHeader('x-amz-tagging');
  if (header === undefined || header === '') return [];
  const pairs = [...new URLSearchParams(Buffer.from(header, 'latin1').toString('utf8'))];
  return checkTags(pairs.map(([key, value]) => ({ key, value })));
}

function checkTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > MAX_TAGS) {
    throw new S3Error('BadRequest', `Object tags cannot be greater than ${MAX_TAGS}`);
  }
  if (new Set(tags.map(({ key }) => key)).size !== tags.length) {
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || !ALLOWED.test(key)) {
      throw new S3Error('InvalidTag', 'The TagKey you have provided is invalid', { TagKey: key });
    }
    if (value.length > 256 || !ALLOWED.test(value)) {
      const message = 'The TagValue you have provided is invalid';
      throw new S3Error('InvalidTag', message, { TagKey: key, TagValue: value });
    }
  }
  return tags;
}

export const getObjectTagging: Operation = async (call) => {
  const { tags } = call.bucket.requireObject(call.key).attributes;
  const Tag = tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return xmlReply('Tagging', { TagSet: { Tag } });
};

export const putObjectTagging: Operation = async (call) => {
  const { bucket, key } = call;
  const set = child(await call.readDocument('Tagging'), 'TagSet');
  if (set === undefined) throw new S3Error('MalformedXML');
  const tags = childrenOf(set, 'Tag').map((node) => {
    const [tagKey, value] = [childText(node, 'Key'), childText(node, 'Value')];
    if (tagKey === undefined || value === undefined) throw new S3Error('MalformedXML');
    return { key: tagKey, value };
  });
  checkTags(tags);
  await bucket.changeAttributes(key, (attributes) => ({ ...attributes, tags }));
  return { status: 200 };
};

export const deleteObjectTagging: Operation = async (call) => {
  await call.bucket.changeAttributes(call.key, (attributes) => ({ ...attributes, tags: [] }));
  return { status: 204 };
};
