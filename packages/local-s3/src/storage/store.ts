import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBucketName } from '../bucket-name.ts';
import { S3Error } from '../s3-error.ts';
import { Bucket, createBucketFolders } from './bucket.ts';
import { lockFolder } from './folder-lock.ts';
import { loadBucket } from './load-bucket.ts';
import { orUndo } from './or-undo.ts';
import { PRIVATE_FOLDER } from './permissions.ts';
import { type Staging, writeJson } from './prepared-file.ts';
import { compareKeys } from './sorted-index.ts';

/** All stored data, in one folder. */
export class Store {
  readonly staging: Staging;
  readonly #bucketsDir: string;
  readonly #buckets = new Map<string, Bucket>();
  readonly #unlock: () => Promise<void>;

  private constructor(dir: string, staging: Staging, unlock: () => Promise<void>) {
    this.staging = staging;
    this.#bucketsDir = join(dir, 'buckets');
    this.#unlock = unlock;
  }

  /** Opens a folder and removes what a crash left. Creates the folder if it is missing. */
  static async open(dir: string, options: { readonly flush: boolean }): Promise<Store> {
    await mkdir(join(dir, 'buckets'), PRIVATE_FOLDER);
    // Earlier versions let all users in. On a failure, the folder belongs to another user, who decides.
    await chmod(join(dir, 'buckets'), PRIVATE_FOLDER.mode).catch(() => {});
    const unlock = await lockFolder(dir);
    const staging: Staging = { dir: join(dir, 'tmp'), flush: options.flush };
    const store = new Store(dir, staging, unlock);
    await orUndo(store.#loadAll(), unlock);
    return store;
  }

  /** Sorted by name. */
  buckets(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => compareKeys(a.record.name, b.record.name));
  }

  bucket(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** @throws S3Error `NoSuchBucket`. */
  requireBucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
    return bucket;
  }

  /** @throws S3Error `InvalidBucketName` or `BucketAlreadyOwnedByYou`. */
  async createBucket(name: string, createdMs: number): Promise<Bucket> {
    checkBucketName(name);
    if (this.#buckets.has(name)) {
      throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: name });
    }
    const dir = join(this.#bucketsDir, name);
    const record = { name, createdMs };
    const bucket = new Bucket(dir, record, this.staging);
    this.#buckets.set(name, bucket);
    createBucketFolders(dir);
    await writeJson(this.staging, join(dir, 'bucket.json'), record);
    return bucket;
  }

  /** Unfinished uploads do not count and are deleted too. @throws S3Error `BucketNotEmpty`. */
  async deleteBucket(bucket: Bucket): Promise<void> {
    if (bucket.objects.size > 0) throw new S3Error('BucketNotEmpty');
    const { name } = bucket.record;
    bucket.markDeleted();
    this.#buckets.delete(name);
    await bucket.close();
    await rm(join(this.#bucketsDir, name), { recursive: true, force: true, maxRetries: 3 });
  }

  async close(): Promise<void> {
    await Promise.all(this.buckets().map((bucket) => bucket.close()));
    await this.#unlock();
  }

  async #loadAll(): Promise<void> {
    await rm(this.staging.dir, { recursive: true, force: true });
    await mkdir(this.staging.dir, PRIVATE_FOLDER);
    for (const name of await readdir(this.#bucketsDir)) await this.#load(name);
  }

  async #load(name: string): Promise<void> {
    const dir = join(this.#bucketsDir, name);
    // A bucket without its record was never fully created, or is half deleted.
    if (!(await readdir(dir)).includes('bucket.json')) {
      await rm(dir, { recursive: true, force: true });
      return;
    }
    this.#buckets.set(name, await loadBucket(dir, this.staging));
  }
}
