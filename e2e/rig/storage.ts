import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  type CORSRule,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  NoSuchKey,
  PutBucketCorsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from '@playwright/test';
import { type Faults, type LocalS3, type RequestEvent, startLocalS3 } from '@slipway/local-s3';
import type { TestFile } from './files.ts';

const CREDENTIALS = { accessKeyId: 'e2e-access-key', secretAccessKey: 'e2e-secret-key' };
const BUCKET = 'e2e';

/** A store that an operator runs. */
export interface OtherStore {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The parts of a store that {@link Storage} starts itself. */
interface OwnServer {
  readonly server: LocalS3;
  readonly folder: string;
  readonly requests: readonly RequestEvent[];
}

/** What tests know about one stored object. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  readonly cacheControl: string | undefined;
}

/** A real S3 server over HTTP, with methods for tests. */
export class Storage {
  readonly #store: OtherStore;
  readonly #client: S3Client;
  readonly #own: OwnServer | undefined;

  private constructor(store: OtherStore, own?: OwnServer) {
    this.#store = store;
    this.#own = own;
    this.#client = new S3Client({
      endpoint: store.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: store,
    });
  }

  /** Starts a new store. */
  static async start(): Promise<Storage> {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-storage-'));
    const requests: RequestEvent[] = [];
    const server = await startLocalS3({
      dir: folder,
      port: 0,
      ...CREDENTIALS,
      buckets: [BUCKET],
      onRequest: (event) => requests.push(event),
    });
    return new Storage({ url: server.url, ...CREDENTIALS }, { server, folder, requests });
  }

  /** Uses a bucket of a running store. Methods that need a store of the test itself throw. */
  static async at(store: OtherStore): Promise<Storage> {
    const storage = new Storage(store);
    await storage.#client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    return storage;
  }

  /** Its address, such as `http://127.0.0.1:9000`. */
  get url(): string {
    return this.#store.url;
  }

  get #mine(): OwnServer {
    if (!this.#own) throw new Error('Only a storage that the test started can do this.');
    return this.#own;
  }

  /** Environment that points a backend to this store, as to any S3-compatible store. */
  get backendEnvironment(): Record<string, string> {
    return {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: this.url,
      S3_REGION: 'us-east-1',
      S3_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: this.#store.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.#store.secretAccessKey,
    };
  }

  /** Lets pages of this origin upload, as the bucket's owner would. `changes` are the owner's mistakes. */
  async allowOrigin(origin: string, changes: Partial<CORSRule> = {}): Promise<void> {
    const rule: CORSRule = {
      AllowedOrigins: [origin],
      AllowedMethods: ['PUT', 'POST', 'GET'],
      AllowedHeaders: [
        'cache-control',
        'content-disposition',
        'content-md5',
        'content-type',
        'if-none-match',
        'x-amz-checksum-*',
      ],
      ExposeHeaders: ['ETag', 'Retry-After'],
      MaxAgeSeconds: 3_000,
      ...changes,
    };
    await this.#client.send(
      new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules: [rule] } }),
    );
  }

  /** Moves its clock from now on. All other clocks, except that of the tests, stay. */
  setClockOffset(offsetMs: number): void {
    this.#client.config.systemClockOffset = offsetMs;
    this.#mine.server.setClockOffset(offsetMs);
  }

  /** Accepts one more key pair, or changes when a known one expires. */
  addCredentials(credentials: Parameters<LocalS3['addCredentials']>[0]): void {
    this.#mine.server.addCredentials(credentials);
  }

  get faults(): Faults {
    return this.#mine.server.faults;
  }

  /** Requests that S3 has not finished, including aborted ones. */
  get requestsUnderWay(): number {
    return this.#mine.server.requestsUnderWay;
  }

  /** Finished requests of one operation, in order, including failed and aborted ones. */
  requests(operation: string): readonly RequestEvent[] {
    return this.#mine.requests.filter((event) => event.operation === operation);
  }

  /** Parts stored so far. */
  storedParts(): readonly RequestEvent[] {
    return this.requests('UploadPart').filter(({ status }) => status === 200);
  }

  /** Bytes of the parts stored so far. */
  storedBytes(): number {
    return this.storedParts().reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
  }

  /** Bytes of part bodies that reached the server so far, stored or not. */
  partBytesReceived(): number {
    return this.requests('UploadPart').reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
  }

  /** All objects in the bucket. */
  async objects(): Promise<readonly StoredObject[]> {
    const objects: StoredObject[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: this.#client },
      { Bucket: BUCKET },
    )) {
      const page = await Promise.all(Contents.map(({ Key = '' }) => this.#read(Key)));
      objects.push(...page.filter((object) => object !== undefined));
    }
    return objects;
  }

  /** Creates an upload without a backend, with parts of these sizes in bytes. */
  async begin(objectKey: string, sizes: readonly number[] = []): Promise<void> {
    const object = { Bucket: BUCKET, Key: objectKey };
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(object));
    for (const [i, size] of sizes.entries()) {
      const part = { ...object, UploadId, PartNumber: i + 1, Body: new Uint8Array(size) };
      await this.#client.send(new UploadPartCommand(part));
    }
  }

  /** Stores an object without a backend. */
  async put(objectKey: string, input: Partial<PutObjectCommandInput>): Promise<void> {
    const object = { Bucket: BUCKET, Key: objectKey, ...input };
    await this.#client.send(new PutObjectCommand(object));
  }

  async unfinishedUploads(): Promise<number> {
    const command = new ListMultipartUploadsCommand({ Bucket: BUCKET });
    const { Uploads = [] } = await this.#client.send(command);
    return Uploads.length;
  }

  /** Checks that the bucket holds these files byte for byte and nothing else, finished or unfinished. */
  async holdsExactly(files: readonly TestFile[]): Promise<void> {
    expect(contentsOf(await this.objects())).toEqual(contentsOf(files));
    expect(await this.unfinishedUploads()).toBe(0);
  }

  async stop(): Promise<void> {
    this.#client.destroy();
    if (!this.#own) return;
    await this.#own.server.close({ graceMs: 0 });
    await rm(this.#own.folder, { recursive: true, force: true });
  }

  /** Returns `undefined` if the object was deleted after it was listed. */
  async #read(key: string): Promise<StoredObject | undefined> {
    const command = new GetObjectCommand({ Bucket: BUCKET, Key: key });
    const answer = await this.#client.send(command).catch((error: unknown) => {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    });
    if (!answer) return undefined;
    const { Body, CacheControl: cacheControl } = answer;
    if (!(Body instanceof Readable)) throw new Error(`${key} has no body.`);
    const digest = createHash('sha256');
    let size = 0;
    for await (const chunk of Body) {
      digest.update(chunk);
      size += chunk.length;
    }
    return { key, size, sha256: digest.digest('hex'), cacheControl };
  }
}

function contentsOf(list: readonly { readonly size: number; readonly sha256: string }[]): string[] {
  return list.map(({ size, sha256 }) => `${sha256} ${size}`).toSorted();
}
