import {
  type CompletedObject,
  type PartPlan,
  type PresignedPart,
  partRange,
  type StoredPart,
} from '@slipway/protocol';

/** One upload as the scripted S3 holds it. */
export interface StoredUpload {
  readonly token: string;
  readonly objectKey: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly plan: PartPlan;
  readonly parts: Map<number, Blob>;
  object?: { readonly facts: CompletedObject; readonly body: Blob } | undefined;
}

/** What the scripted S3 holds, and its rules. */
export class ScriptedStorage {
  readonly uploads = new Map<string, StoredUpload>();
  #created = 0;
  #presigned = 0;

  create(file: { name: string; size: number; type: string }, plan: PartPlan): StoredUpload {
    this.#created++;
    const token = `token-${this.#created}`;
    const upload = {
      token,
      objectKey: `${this.#created}/${file.name}`,
      name: file.name,
      type: file.type || 'application/octet-stream',
      size: file.size,
      plan,
      parts: new Map(),
    };
    this.uploads.set(token, upload);
    return upload;
  }

  presign(token: string, partNumber: number, nowMs: number, lifetimeMs: number): PresignedPart {
    this.#presigned++;
    const url = new URL(`https://s3.test/${token}/${partNumber}`);
    url.searchParams.set('until', String(nowMs + lifetimeMs));
    url.searchParams.set('nr', String(this.#presigned));
    return { partNumber, url: url.href, headers: {}, expiresInSeconds: lifetimeMs / 1_000 };
  }

  /** Stores a part as S3 would. Answers the ETag, or S3's status and code. */
  put(url: string, body: Blob, nowMs: number): { etag: string } | { status: number; code: string } {
    const { pathname, searchParams } = new URL(url);
    const [, token = '', partNumber] = pathname.split('/');
    const number = Number(partNumber);
    if (Number(searchParams.get('until')) <= nowMs) return { status: 403, code: 'AccessDenied' };
    const upload = this.uploads.get(token);
    if (!upload) return { status: 404, code: 'NoSuchUpload' };
    const { size } = partRange(upload.plan, upload.size, number);
    if (body.size !== size) return { status: 403, code: 'SignatureDoesNotMatch' };
    if (upload.plan.kind === 'single') {
      if (upload.object) return { status: 412, code: 'PreconditionFailed' };
      upload.parts.set(1, body);
      this.#assemble(upload);
    } else {
      upload.parts.set(number, body);
    }
    return { etag: etagOf(number) };
  }

  list(upload: StoredUpload): StoredPart[] {
    return [...upload.parts]
      .map(([partNumber, { size }]) => ({ partNumber, size, etag: etagOf(partNumber) }))
      .sort((a, b) => a.partNumber - b.partNumber);
  }

  /** Assembles the object, or answers the numbers of the parts that are missing. */
  complete(upload: StoredUpload): readonly number[] {
    if (upload.object) return [];
    const missing: number[] = [];
    for (let n = 1; n <= upload.plan.partCount; n++) if (!upload.parts.has(n)) missing.push(n);
    if (missing.length === 0) this.#assemble(upload);
    return missing;
  }

  #assemble(upload: StoredUpload): void {
    const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, body]) => body);
    const { objectKey, size, type } = upload;
    const etag = `"object-${objectKey}"`;
    upload.object = {
      facts: { objectKey, size, etag, contentType: type },
      body: new Blob(parts, { type }),
    };
  }
}

function etagOf(partNumber: number): string {
  return `"etag-${partNumber}"`;
}
