import { randomBytes } from 'node:crypto';
import type { Integrity, PresignedPart } from '@slipway/protocol';
import { createTimeOrderedId } from '../keys/time-ordered-id.ts';
import { NONCE_NAME } from '../object/metadata.ts';
import type { ObjectOptions } from '../object/object-options.ts';
import type { MultipartAddress, ObjectAddress, ObjectHeaders } from '../s3/s3-gateway.ts';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, type Outcome } from './outcome.ts';

/** The body of every trial. Its checksums are published test vectors. */
export const TRIAL_BODY = '123456789';

/** Keeps a hanging PUT from blocking the doctor. */
const TIMEOUT_MS = 30_000;

/** Objects of these classes and with these locks stay, or cost money for months. */
const UNSTORED = [
  'ifMatch',
  'storageClass',
  'objectLockMode',
  'objectLockRetainUntilDate',
  'objectLockLegalHoldStatus',
] as const satisfies readonly (keyof ObjectOptions)[];

/** The response to a presigned request. */
export interface TrialAnswer {
  readonly status: number;
  /** S3's `<Code>`. Empty for a 2xx. */
  readonly code: string;
  readonly headers: Headers;
}

/** The doctor's own objects and uploads. {@link Trial.cleanUp} removes them. */
export class Trial {
  readonly nonce = randomBytes(16).toString('base64url');
  readonly #context: DoctorContext;
  readonly #folder: string;
  readonly #objects: ObjectAddress[] = [];
  readonly #uploads: MultipartAddress[] = [];
  #refused: readonly (keyof ObjectOptions)[] = [];

  constructor(context: DoctorContext) {
    this.#context = context;
    this.#folder = `${context.root}slipway-doctor/${createTimeOrderedId(context.now())}`;
  }

  /** The address of a new object. */
  object(name: string): ObjectAddress {
    const object = { ...this.#context.bucket, objectKey: `${this.#folder}/${name}` };
    this.#objects.push(object);
    return object;
  }

  /** Leaves out options that the store refuses, so that the other checks say something about the store. */
  leaveOut(refused: readonly (keyof ObjectOptions)[]): void {
    this.#refused = refused;
  }

  /**
   * The owner's object options, without those that the store refuses or that would keep the doctor from deleting or reading
   * the object.
   */
  get headers(): ObjectHeaders {
    const left = [...this.#refused, ...UNSTORED].map((name) => [name, undefined]);
    return this.#headersWith({ ...this.#context.object, ...Object.fromEntries(left) });
  }

  /** Creates a multipart upload with only these options of the owner, and aborts it. Nothing is stored, and no lock begins. */
  async tryOptions(names: readonly (keyof ObjectOptions)[]): Promise<Outcome<unknown>> {
    const { gateway, integrity, bucket } = this.#context;
    const options = Object.fromEntries(names.map((name) => [name, this.#context.object[name]]));
    const object = { ...bucket, objectKey: `${this.#folder}/options` };
    return attempt(async () => {
      const headers = this.#headersWith(options);
      const { uploadId } = await gateway.createMultipartUpload(object, headers, integrity);
      const upload = { ...object, uploadId };
      this.#uploads.push(upload);
    });
  }

  #headersWith(object: ObjectOptions): ObjectHeaders {
    return {
      ...object,
      cacheControl: object.cacheControl ?? 'no-cache',
      contentType: 'text/plain',
      metadata: { ...object.metadata, [NONCE_NAME]: this.nonce },
    };
  }

  /** Creates a multipart upload. */
  async begin(name: string, integrity: Integrity): Promise<Outcome<MultipartAddress>> {
    const object = this.object(name);
    const { gateway } = this.#context;
    return attempt(async () => {
      const { uploadId } = await gateway.createMultipartUpload(object, this.headers, integrity);
      const upload = { ...object, uploadId };
      this.#uploads.push(upload);
      return upload;
    });
  }

  /** Presigns a PUT of {@link TRIAL_BODY}. */
  presignPut(
    object: ObjectAddress,
    integrity: Integrity,
    checksum: string | undefined,
    overwrite = true,
  ): Promise<PresignedPart> {
    const size = TRIAL_BODY.length;
    const put = { ...this.headers, size, integrity, checksum, overwrite };
    return this.#context.gateway.presignPut(object, put);
  }

  /** Presigns a PUT with all options of the owner, to learn its headers. If it were sent, it could store a locked object. */
  signForBrowser(integrity: Integrity, checksum: string | undefined): Promise<PresignedPart> {
    const { gateway, bucket, object, profile } = this.#context;
    const address = { ...bucket, objectKey: `${this.#folder}/unsent` };
    const size = TRIAL_BODY.length;
    const overwrite = !profile.conditionalWrites.put;
    const put = { ...this.#headersWith(object), size, integrity, checksum, overwrite };
    return gateway.presignPut(address, put);
  }

  /** Presigns a part of {@link TRIAL_BODY}. */
  async presignPart(
    upload: MultipartAddress,
    integrity: Integrity,
    checksum: string | undefined,
  ): Promise<PresignedPart> {
    const part = { partNumber: 1, size: TRIAL_BODY.length, checksum };
    const [presigned] = await this.#context.gateway.presignParts(upload, [part], integrity);
    if (!presigned) throw new Error('Nothing was presigned.');
    return presigned;
  }

  /** Removes everything that may exist. Resolves with what it could not remove. */
  async cleanUp(): Promise<readonly string[]> {
    const { gateway } = this.#context;
    const left = await Promise.all([
      ...this.#uploads.map(async (upload) => {
        const aborted = await attempt(() => gateway.abort(upload));
        return aborted.ok ? [] : [`the unfinished upload of ${upload.objectKey}`];
      }),
      ...this.#objects.map(async (object) => {
        const deleted = await attempt(() => gateway.delete(object));
        if (deleted.ok) return [];
        // A missing object needs no permission to delete, so a denied delete does not matter.
        const found = await attempt(() => gateway.head(object, 'none'));
        return found.ok && !found.value ? [] : [object.objectKey];
      }),
    ]);
    return left.flat();
  }
}

/** Sends a body like a browser. @throws if there is no response */
export async function sendPart(
  { url, headers, fields }: PresignedPart,
  body: string = TRIAL_BODY,
  more: Readonly<Record<string, string>> = {},
): Promise<TrialAnswer> {
  return readAnswer(
    await fetch(url, {
      method: fields ? 'POST' : 'PUT',
      headers: { ...headers, ...more },
      body: fields ? formOf(fields, body) : new TextEncoder().encode(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }),
  );
}

/** Sends a request without credentials, like a browser's preflight. @throws if there is no response */
export async function askAnonymously(
  method: 'HEAD' | 'OPTIONS',
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<TrialAnswer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return readAnswer(await fetch(url, { method, headers, redirect: 'manual', signal }));
}

/** Whether the store carried out the request. */
export function isDone({ status }: TrialAnswer): boolean {
  return status >= 200 && status < 300;
}

async function readAnswer(response: Response): Promise<TrialAnswer> {
  const text = await response.text();
  const code = /<Code>([A-Za-z0-9.]+)<\/Code>/.exec(text)?.[1] ?? '';
  return { status: response.status, code, headers: response.headers };
}

function formOf(fields: Readonly<Record<string, string>>, body: string): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([body]));
  return form;
}
