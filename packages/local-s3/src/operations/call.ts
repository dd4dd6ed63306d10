import { createHash } from 'node:crypto';
import type { Payload } from '../auth/payload.ts';
import type { Verifier } from '../auth/verify.ts';
import { createChecksummer } from '../checksums/algorithms.ts';
import type { Reply } from '../http/reply.ts';
import {
  checkDeclaredChecksum,
  readContentMd5,
  readDeclaredChecksum,
} from '../http/request-checksums.ts';
import type { S3Request } from '../http/s3-request.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { Store } from '../storage/store.ts';
import { parseDocument, type XmlNode } from '../xml/parse.ts';
import type { XmlElement } from '../xml/write.ts';

/** What operations know about the server. */
export interface Settings extends Verifier {
  /** The account that owns every bucket, 12 digits. */
  readonly ownerId: string;
  /** The minimum size in bytes of all parts except the last. */
  readonly minPartSize: number;
  /** The maximum size in bytes of one part or one PutObject. */
  readonly maxPutSize: number;
}

/** Ten thousand parts with ETag and SHA-256 take about 2.5 MB. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** One verified request to an operation. */
export class Call {
  readonly request: S3Request;
  readonly payload: Payload;
  readonly store: Store;
  readonly settings: Settings;
  #bucket: Bucket | undefined;

  constructor(
    request: S3Request,
    payload: Payload,
    server: { readonly store: Store; readonly settings: Settings },
  ) {
    this.request = request;
    this.payload = payload;
    this.store = server.store;
    this.settings = server.settings;
  }

  /** The same bucket throughout the call, even if it is deleted meanwhile. @throws S3Error `NoSuchBucket`. */
  get bucket(): Bucket {
    this.#bucket ??= this.store.requireBucket(this.request.bucket ?? '');
    return this.#bucket;
  }

  /**
   * Checks the headers about owner and payer, which every request may carry.
   *
   * @throws S3Error `AccessDenied` if the bucket belongs to another account than expected.
   */
  checkOwnerAndPayer(): void {
    const { request } = this;
    for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
      const expected = request.amzHeader(name);
      if (expected !== undefined && expected !== this.settings.ownerId) {
        throw new S3Error('AccessDenied');
      }
    }
    const payer = request.amzHeader('x-amz-request-payer');
    if (payer !== undefined && payer !== 'requester') {
      throw invalidArgument('x-amz-request-payer', 'Invalid value for x-amz-request-payer', payer);
    }
  }

  get key(): string {
    return this.request.requireKey();
  }

  /** The one account that this server knows, as lists show it. */
  get owner(): XmlElement {
    return { ID: this.settings.ownerId, DisplayName: 'local-s3' };
  }

  get nowMs(): number {
    return this.settings.now().getTime();
  }

  /** Reads the whole body as text. @throws S3Error `EntityTooLarge` over the limit in bytes. */
  async readText(maxBytes = MAX_DOCUMENT_BYTES): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.payload.read()) {
      size += chunk.length;
      if (size > maxBytes) throw new S3Error('EntityTooLarge');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /**
   * Reads a whole XML document and verifies Content-MD5 and the checksum.
   *
   * @throws S3Error `MalformedXML` if it is not a document with that root.
   */
  async readDocument(root: string): Promise<XmlNode> {
    return parseDocument(await this.readDocumentText(root), root);
  }

  /** Like {@link readDocument}, but returns the text. */
  async readDocumentText(root: string): Promise<string> {
    const md5 = readContentMd5(this.request);
    const declared = readDeclaredChecksum(this.request);
    const text = await this.readText();
    if (md5 !== undefined && createHash('md5').update(text).digest('hex') !== md5) {
      throw new S3Error('BadDigest');
    }
    if (declared !== undefined) {
      const checksummer = createChecksummer(declared.algorithm);
      checksummer.update(Buffer.from(text));
      const computed = checksummer.digest().toString('base64');
      checkDeclaredChecksum(declared, this.payload.trailers, computed);
    }
    parseDocument(text, root);
    return text;
  }

  /** Reads a whole number from the query. @throws S3Error `InvalidArgument` outside the bounds. */
  queryInteger(name: string, bounds: { min: number; max: number; otherwise: number }): number {
    const text = this.request.query.get(name);
    if (text === undefined || text === '') return bounds.otherwise;
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= bounds.min) return Math.min(value, bounds.max);
    const message = `Argument ${name} must be an integer between 0 and 2147483647`;
    throw invalidArgument(name, message, text);
  }
}

/** An S3 operation. Runs it and returns the response. */
export type Operation = (call: Call) => Promise<Reply>;
