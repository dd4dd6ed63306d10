import {
  CHECKSUMS,
  type CompletedObject,
  type Integrity,
  type PartPlan,
  type PartToPresign,
  type PresignedPart,
  partRange,
  type StoredPart,
} from '@slipway/protocol';
import { combineChecksums } from '../checksum/combine-checksums.ts';
import { computeChecksum } from '../checksum/compute-checksum.ts';

interface ScriptedPart {
  readonly body: Blob;
  /** In base64. `undefined` without integrity. */
  readonly checksum: string | undefined;
}

/** One upload as the scripted S3 holds it. */
export interface StoredUpload {
  readonly token: string;
  readonly objectKey: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly integrity: Integrity;
  /** The browser's fingerprint of the contents. */
  readonly fingerprint?: string | undefined;
  readonly plan: PartPlan;
  readonly parts: Map<number, ScriptedPart>;
  object?: { readonly facts: CompletedObject; readonly body: Blob } | undefined;
}

/** The answer of S3 to a PUT. */
type PutAnswer = { readonly etag: string } | { readonly status: number; readonly code: string };

/** What the scripted S3 stores, and its rules. */
export class ScriptedStorage {
  readonly uploads = new Map<string, StoredUpload>();
  #created = 0;
  #presigned = 0;

  create(
    file: Pick<StoredUpload, 'name' | 'size' | 'type' | 'integrity' | 'fingerprint'>,
    plan: PartPlan,
  ): StoredUpload {
    this.#created++;
    const token = `token-${this.#created}`;
    const upload = {
      token,
      objectKey: `${this.#created}/${file.name}`,
      name: file.name,
      type: file.type || 'application/octet-stream',
      size: file.size,
      integrity: file.integrity,
      fingerprint: file.fingerprint,
      plan,
      parts: new Map(),
    };
    this.uploads.set(token, upload);
    return upload;
  }

  /** Finds the unfinished upload of the same file. */
  find({
    name,
    size,
    fingerprint,
  }: Pick<StoredUpload, 'name' | 'size' | 'fingerprint'>): StoredUpload | undefined {
    const uploads = [...this.uploads.values()].filter(({ object }) => !object && fingerprint);
    return uploads.find(
      (upload) =>
        upload.fingerprint === fingerprint && upload.name === name && upload.size === size,
    );
  }

  presign(
    { token, integrity }: StoredUpload,
    { partNumber, checksum, asForm }: PartToPresign & { readonly asForm: boolean },
    nowMs: number,
    lifetimeMs: number,
  ): PresignedPart {
    this.#presigned++;
    const url = new URL(`https://s3.test/${token}/${partNumber}`);
    url.searchParams.set('until', String(nowMs + lifetimeMs));
    url.searchParams.set('nr', String(this.#presigned));
    const header = CHECKSUMS[integrity]?.header;
    const signed = checksum && header ? { [header]: checksum } : {};
    const part = { partNumber, url: url.href, expiresInSeconds: lifetimeMs / 1_000 };
    return asForm ? { ...part, headers: {}, fields: signed } : { ...part, headers: signed };
  }

  /** Stores a part like S3. */
  async put(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Blob,
    nowMs: number,
  ): Promise<PutAnswer> {
    const { pathname, searchParams } = new URL(url);
    const [, token = '', partNumber] = pathname.split('/');
    const number = Number(partNumber);
    if (Number(searchParams.get('until')) <= nowMs) return { status: 403, code: 'AccessDenied' };
    const upload = this.uploads.get(token);
    if (!upload) return { status: 404, code: 'NoSuchUpload' };
    const { integrity, plan } = upload;
    const { size } = partRange(plan, upload.size, number);
    if (body.size !== size) return { status: 403, code: 'SignatureDoesNotMatch' };
    let checksum: string | undefined;
    if (integrity !== 'none') {
      checksum = await computeChecksum(body, integrity, () => {});
      const signed = headers[CHECKSUMS[integrity].header];
      if (checksum !== signed) return { status: 400, code: 'BadDigest' };
    }
    if (plan.kind === 'single' && upload.object) return { status: 412, code: 'PreconditionFailed' };
    upload.parts.set(number, { body, checksum });
    if (plan.kind === 'single') this.#assemble(upload);
    return { etag: etagOf(number) };
  }

  /** Like S3, lists only the checksums that S3 keeps. */
  list({ integrity, parts }: StoredUpload): StoredPart[] {
    return [...parts]
      .map(([partNumber, { body, checksum }]) => ({
        partNumber,
        size: body.size,
        etag: etagOf(partNumber),
        checksum: CHECKSUMS[integrity]?.kept && checksum,
      }))
      .sort((a, b) => a.partNumber - b.partNumber);
  }

  /** Assembles the object. Returns the numbers of missing parts, if there are any. */
  complete(upload: StoredUpload): readonly number[] {
    if (upload.object) return [];
    const missing: number[] = [];
    for (let n = 1; n <= upload.plan.partCount; n++) if (!upload.parts.has(n)) missing.push(n);
    if (missing.length === 0) this.#assemble(upload);
    return missing;
  }

  /** Whether the claimed checksum of the whole file differs from that of the parts. */
  hasAnotherChecksum({ integrity, parts }: StoredUpload, claimed: string | undefined): boolean {
    if (integrity === 'none' || !claimed) return false;
    const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    const [first, ...others] = inOrder;
    const sized = inOrder.map(({ body, checksum = '' }) => ({ size: body.size, checksum }));
    const own = others.length > 0 ? combineChecksums(integrity, sized) : first?.checksum;
    return own !== claimed;
  }

  #assemble(upload: StoredUpload): void {
    const bodies = [...upload.parts].sort(([a], [b]) => a - b).map(([, { body }]) => body);
    const { objectKey, size, type } = upload;
    const etag = `"object-${objectKey}"`;
    upload.object = {
      facts: { objectKey, size, etag, contentType: type },
      body: new Blob(bodies, { type }),
    };
  }
}

function etagOf(partNumber: number): string {
  return `"etag-${partNumber}"`;
}
