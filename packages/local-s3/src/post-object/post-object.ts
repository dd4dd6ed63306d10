import { parseCredential, parseTimestamp } from '../auth/authorization.ts';
import { hmac, scopeText, signingKey } from '../auth/canonical-request.ts';
import { signatureEquals, type Verifier } from '../auth/verify.ts';
import { toWireValue } from '../http/encoding.ts';
import { type Reply, xmlReply } from '../http/reply.ts';
import { checksumHeader, readDeclaredChecksum } from '../http/request-checksums.ts';
import type { RequestFields } from '../http/request-fields.ts';
import type { Operation } from '../operations/call.ts';
import { encryptionHeaders } from '../operations/encryption.ts';
import { readObjectAttributes } from '../operations/object-attributes.ts';
import { checkNotLocked } from '../operations/object-lock.ts';
import { receiveVerified, storeObject } from '../operations/receive-body.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import { type FormFile, readForm } from './form-reader.ts';
import { checkPolicy } from './policy.ts';

/** In a form's key, this stands for the name that the browser gives the file. */
const FILENAME = /\$\{filename\}/g;

/**
 * A browser's form upload. It is authorised by its signed policy instead of its headers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export const postObject: Operation = async (call) => {
  const { bucket, request, settings } = call;
  const { fields, file } = await readForm(call.payload.read(), request.header('content-type'));
  const now = settings.now();
  checkSignature(fields, settings);
  const checked = new Map(fields).set('bucket', bucket.record.name);
  const size = checkPolicy(fields.get('policy') ?? '', checked, now);

  const form = new FormFields(fields, file);
  const key = form.key();
  const attributes = readObjectAttributes(form, call);
  const declared = readDeclaredChecksum(form);
  const algorithm = declared?.algorithm ?? 'CRC64NVME';
  const maxBytes = Math.min(size.max, settings.maxPutSize);
  const source = { fields: form, read: () => file.read(), trailers: new Map(), maxBytes };
  const content = await receiveVerified(call, source, algorithm, declared);
  const details = { key, attributes, algorithm };
  const { etag, checksum } = await storeObject(call, content, details, (current) => {
    const sizes = { ProposedSize: content.size, MinSizeAllowed: size.min };
    if (content.size < size.min) throw new S3Error('EntityTooSmall', undefined, sizes);
    checkNotLocked(current, now);
  });
  const location = `http://${request.header('host')}/${bucket.record.name}/${encodeURIComponent(key)}`;
  return answer(
    form,
    { Location: location, Bucket: bucket.record.name, Key: key, ETag: `"${etag}"` },
    { ...encryptionHeaders(attributes), [checksumHeader(algorithm)]: checksum.value },
  );
};

function checkSignature(fields: ReadonlyMap<string, string>, verifier: Verifier): void {
  const policy = fields.get('policy');
  if (policy === undefined) throw new S3Error('AccessDenied');
  const [algorithm, credential, date, signature] = [
    'x-amz-algorithm',
    'x-amz-credential',
    'x-amz-date',
    'x-amz-signature',
  ].map((name) => {
    const value = fields.get(name);
    if (value !== undefined) return value;
    const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
    throw invalidArgument(name, message);
  });
  if (algorithm !== 'AWS4-HMAC-SHA256' || parseTimestamp(date ?? '') === undefined) {
    throw new S3Error('InvalidArgument', 'X-Amz-Algorithm or X-Amz-Date is not valid');
  }
  const { accessKeyId, scope } = parseCredential(credential ?? '', 'InvalidArgument');
  const token = fields.get('x-amz-security-token');
  const { secretAccessKey } = verifier.credentials.find(accessKeyId, token, verifier.now());
  const expected = hmac(signingKey(secretAccessKey, scope), policy).toString('hex');
  const inScope = scope.region === verifier.region && scope.service === 's3';
  if (inScope && signatureEquals(expected, signature ?? '')) return;
  throw new S3Error('SignatureDoesNotMatch', undefined, {
    AWSAccessKeyId: accessKeyId,
    StringToSign: policy,
    SignatureProvided: signature,
    Scope: scopeText(scope),
  });
}

/** Form fields replace headers. The same names mean the same. */
class FormFields implements RequestFields {
  readonly #fields: ReadonlyMap<string, string>;
  readonly #file: FormFile;

  constructor(fields: ReadonlyMap<string, string>, file: FormFile) {
    this.#fields = fields;
    this.#file = file;
  }

  header(name: string): string | undefined {
    const value = this.#fields.get(name === 'x-amz-acl' ? 'acl' : name);
    return value === undefined ? undefined : toWireValue(name, value);
  }

  amzHeader(name: string): string | undefined {
    return this.header(name);
  }

  fieldNames(): Iterable<string> {
    return this.#fields.keys();
  }

  key(): string {
    const template = this.#fields.get('key') ?? '';
    const key = template.replaceAll(FILENAME, () => this.#file.name);
    if (key === '')
      throw new S3Error('InvalidArgument', "Bucket POST must contain a field named 'key'.");
    if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError');
    return key;
  }
}

function answer(
  form: FormFields,
  result: Record<string, string>,
  headers: Record<string, string>,
): Reply {
  const common = { ...headers, ETag: result.ETag, Location: result.Location };
  const redirect = form.header('success_action_redirect') ?? form.header('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const name of ['Bucket', 'Key', 'ETag']) {
      url.searchParams.set(name.toLowerCase(), result[name] ?? '');
    }
    return { status: 303, headers: { ...common, Location: url.href } };
  }
  const status = form.header('success_action_status');
  if (status === '201') return { ...xmlReply('PostResponse', result, common), status: 201 };
  return { status: status === '200' ? 200 : 204, headers: common };
}
