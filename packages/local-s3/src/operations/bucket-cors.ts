import { xmlReply } from '../http/reply.ts';
import { invalidRequest, S3Error } from '../s3-error.ts';
import { CORS_METHODS, type CorsMethod, type CorsRule } from '../storage/cors-rule.ts';
import { childrenOf, childText, type XmlNode } from '../xml/parse.ts';
import type { Operation } from './call.ts';

const MAX_RULES = 100;

export const putBucketCors: Operation = async (call) => {
  const { bucket } = call;
  const cors = parseCors(await call.readDocument('CORSConfiguration'));
  await bucket.configure((record) => ({ ...record, cors }));
  return { status: 200 };
};

export const getBucketCors: Operation = async (call) => {
  const { cors } = call.bucket.record;
  if (cors === undefined) throw new S3Error('NoSuchCORSConfiguration');
  return xmlReply('CORSConfiguration', {
    CORSRule: cors.map((rule) => ({
      ID: rule.id,
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });
};

export const deleteBucketCors: Operation = async (call) => {
  await call.bucket.configure((record) => ({ ...record, cors: undefined }));
  return { status: 204 };
};

function parseCors(root: XmlNode): CorsRule[] {
  const rules = childrenOf(root, 'CORSRule').map(parseRule);
  if (rules.length === 0 || rules.length > MAX_RULES) throw new S3Error('MalformedXML');
  checkCorsRules(rules);
  return rules;
}

function parseRule(node: XmlNode): CorsRule {
  const texts = (name: string) => childrenOf(node, name).map((child) => child.text.trim());
  const id = childText(node, 'ID');
  const maxAge = childText(node, 'MaxAgeSeconds');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw new S3Error('MalformedXML');
  return {
    ...(id === undefined ? {} : { id }),
    allowedOrigins: texts('AllowedOrigin'),
    allowedMethods: texts('AllowedMethod').map(parseMethod),
    allowedHeaders: texts('AllowedHeader'),
    exposeHeaders: texts('ExposeHeader'),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: Number(maxAge) }),
  };
}

function parseMethod(text: string): CorsMethod {
  const method = CORS_METHODS.find((candidate) => candidate === text);
  if (method !== undefined) return method;
  throw invalidRequest(
    `Found unsupported HTTP method in CORS config. Unsupported method is ${text}`,
  );
}

/** Rejects what S3 rejects in a CORS configuration. @throws S3Error. */
export function checkCorsRules(rules: readonly CorsRule[]): void {
  for (const { allowedOrigins, allowedMethods, allowedHeaders = [], exposeHeaders = [] } of rules) {
    if (allowedOrigins.length === 0 || allowedMethods.length === 0) {
      throw new S3Error('MalformedXML', 'A CORS rule needs an origin and a method');
    }
    const tooWild = [...allowedOrigins, ...allowedHeaders].find((p) => p.split('*').length > 2);
    if (tooWild !== undefined) {
      throw invalidRequest(`"${tooWild}" can not have more than one wildcard.`);
    }
    const wildExpose = exposeHeaders.find((header) => header.includes('*'));
    if (wildExpose !== undefined) {
      throw invalidRequest(
        `ExposeHeader "${wildExpose}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      );
    }
  }
}
