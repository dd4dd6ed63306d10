import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from '../s3-error.ts';
import { type ObjectContent, ObjectFiles } from './object-content.ts';
import { orUndo } from './or-undo.ts';
import { partFileName } from './part-file.ts';
import { PRIVATE_FOLDER } from './permissions.ts';
import { prepareJson, type Staging, writeJson } from './prepared-file.ts';
import type { ReceivedContent } from './receive.ts';
import type {
  BucketRecord,
  ObjectAttributes,
  ObjectRecord,
  PartRecord,
  UploadRecord,
} from './records.ts';
import { compareKeys, SortedIndex } from './sorted-index.ts';
import { compareUploads, Upload } from './upload.ts';

/** Checks the object that a write would replace. Throws to prevent the write. */
export type WriteGuard = (current: ObjectRecord | undefined) => void;

/** An object to be stored, without the files of its bytes. */
export type NewObject = Omit<ObjectRecord, 'parts' | 'uploadId'>;

/**
 * One bucket: an index in memory over files that are each put in place by one rename.
 *
 * ```
 * bucket.json                  name, configuration
 * objects/<sha256 of key>.json one object: its key, attributes and the files of its bytes
 * data/<id>                    the bytes of one PutObject
 * data/<uploadId>/             the parts of one multipart upload; with upload.json while unfinished
 * ```
 */
export class Bucket {
  readonly objects = new SortedIndex<ObjectRecord>((a, b) => compareKeys(a.key, b.key));
  readonly uploads = new SortedIndex<Upload>(compareUploads);
  readonly #dir: string;
  readonly #staging: Staging;
  readonly #files: ObjectFiles;
  readonly #removals = new Set<Promise<void>>();
  #record: BucketRecord;
  #deleted = false;

  constructor(dir: string, record: BucketRecord, staging: Staging) {
    this.#dir = dir;
    this.#record = record;
    this.#staging = staging;
    this.#files = new ObjectFiles(join(dir, 'data'), (object) => this.#removeFiles(object));
  }

  get record(): BucketRecord {
    return this.#record;
  }

  /** From now on, operations in flight end in `NoSuchBucket`. */
  markDeleted(): void {
    this.#deleted = true;
  }

  /** Replaces the bucket's configuration. */
  async configure(change: (record: BucketRecord) => BucketRecord): Promise<void> {
    const record = change(this.#record);
    await writeJson(this.#staging, join(this.#dir, 'bucket.json'), record);
    this.#record = record;
  }

  /** @throws S3Error `NoSuchKey`. */
  requireObject(key: string): ObjectRecord {
    const object = this.objects.get(key);
    if (object === undefined) throw new S3Error('NoSuchKey', undefined, { Key: key });
    return object;
  }

  /** @throws S3Error `NoSuchUpload`, even if the upload exists for another key. */
  requireUpload(uploadId: string, key: string): Upload {
    this.#checkExists();
    const upload = this.uploads.get(uploadId);
    if (upload === undefined || upload.record.key !== key) {
      throw new S3Error('NoSuchUpload', undefined, { UploadId: uploadId });
    }
    return upload;
  }

  openContent(object: ObjectRecord, start?: number, end?: number): ObjectContent {
    return this.#files.open(object, start, end);
  }

  /** Stores an object from one body, unless the guard throws. */
  async putObject(object: NewObject, content: ReceivedContent, guard: WriteGuard): Promise<void> {
    const file = content.size === 0 ? '' : randomUUID();
    const { size, etag, lastModifiedMs } = object;
    const { checksum } = content;
    const part: PartRecord = { partNumber: 1, size, etag, checksum, lastModifiedMs, file };
    const stored = this.#commitObject({ ...object, parts: [part] }, (current) => {
      guard(current);
      if (file !== '') content.file.commit(this.#dataPath(file));
    });
    await orUndo(stored, () => {
      if (file !== '') this.#remove(file); // It may already be in place, but without its record.
    });
    if (file === '') await content.file.discard();
    else await content.file.settle();
  }

  /** Replaces the attributes of an object. @throws S3Error `NoSuchKey`. */
  async changeAttributes(
    key: string,
    change: (attributes: ObjectAttributes) => ObjectAttributes,
  ): Promise<void> {
    const before = this.requireObject(key);
    const after = { ...before, attributes: change(before.attributes) };
    await this.#commitObject(after, () => {
      if (this.requireObject(key) !== before) throw new S3Error('OperationAborted');
    });
  }

  /** Deletes an object. Its bytes are removed when the last reader is done. */
  deleteObject(key: string): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    // Synchronous: this removal must not delete the record of a new object with the same key.
    rmSync(this.#objectPath(key), { force: true });
    this.objects.delete(key);
    this.#files.retire(object);
  }

  async createUpload(details: Omit<UploadRecord, 'uploadId'>): Promise<Upload> {
    const record: UploadRecord = { ...details, uploadId: randomBytes(48).toString('base64url') };
    await mkdir(this.#dataPath(record.uploadId), PRIVATE_FOLDER);
    await writeJson(this.#staging, this.#dataPath(`${record.uploadId}/upload.json`), record);
    const upload = new Upload(record);
    this.uploads.set(record.uploadId, upload);
    return upload;
  }

  /** Stores a part and replaces the one with the same number. @throws S3Error `NoSuchUpload`. */
  async putPart(
    upload: Upload,
    details: Pick<PartRecord, 'partNumber' | 'lastModifiedMs' | 'etag'>,
    content: ReceivedContent,
  ): Promise<PartRecord> {
    const { uploadId, key } = upload.record;
    this.requireUpload(uploadId, key); // It may have been completed or aborted in the meantime.
    const { size, checksum } = content;
    const known = { ...details, size, checksum };
    const part: PartRecord = { ...known, file: `${uploadId}/${partFileName(known)}` };
    content.file.commit(this.#dataPath(part.file));
    const replaced = upload.part(part.partNumber);
    upload.setPart(part);
    if (replaced !== undefined && replaced.file !== part.file) this.#remove(replaced.file);
    await content.file.settle();
    return part;
  }

  /** Turns the parts of an upload into an object with one rename. The parts do not move. */
  async completeUpload(
    upload: Upload,
    object: NewObject,
    parts: readonly PartRecord[],
    guard: WriteGuard,
  ): Promise<void> {
    const { uploadId, key } = upload.record;
    const finalGuard: WriteGuard = (current) => {
      guard(current);
      this.requireUpload(uploadId, key);
      if (parts.every((part) => upload.part(part.partNumber) === part)) return;
      throw new S3Error('OperationAborted');
    };
    await this.#commitObject({ ...object, uploadId, parts }, finalGuard);
    const used = new Set(parts);
    for (const part of upload.parts()) if (!used.has(part)) this.#remove(part.file);
    await rm(this.#dataPath(`${uploadId}/upload.json`), { force: true });
  }

  async abortUpload(upload: Upload): Promise<void> {
    const { uploadId } = upload.record;
    if (!this.uploads.delete(uploadId)) return;
    // Removing upload.json first is crash-safe: the next start does not take the rest for an upload.
    await rm(this.#dataPath(`${uploadId}/upload.json`), { force: true });
    await rm(this.#dataPath(uploadId), { recursive: true, force: true, maxRetries: 3 });
  }

  /** Waits for removals in progress. */
  async close(): Promise<void> {
    await Promise.all(this.#removals);
  }

  async #commitObject(object: ObjectRecord, guard: WriteGuard): Promise<void> {
    const manifest = await prepareJson(this.#staging, object);
    const replaced = this.objects.get(object.key);
    try {
      // No await from here until the indexes are updated, so that nothing else runs in between.
      this.#checkExists();
      guard(replaced);
      manifest.commit(this.#objectPath(object.key));
    } catch (error) {
      await manifest.discard();
      throw error;
    }
    this.objects.set(object.key, object);
    if (object.uploadId !== undefined) this.uploads.delete(object.uploadId);
    const bytesReplaced = replaced !== undefined && replaced.parts !== object.parts;
    if (bytesReplaced) this.#files.retire(replaced);
    await manifest.settle();
  }

  #checkExists(): void {
    const { name } = this.#record;
    if (this.#deleted) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
  }

  #removeFiles(object: ObjectRecord): void {
    if (object.uploadId !== undefined) this.#remove(object.uploadId);
    else for (const part of object.parts) if (part.file !== '') this.#remove(part.file);
  }

  #remove(file: string): void {
    const removal = rm(this.#dataPath(file), { recursive: true, force: true, maxRetries: 3 });
    // The next start removes files that cannot be removed now.
    const settled = removal.catch(() => {}).finally(() => this.#removals.delete(settled));
    this.#removals.add(settled);
  }

  #dataPath(file: string): string {
    return join(this.#dir, 'data', file);
  }

  #objectPath(key: string): string {
    return join(this.#dir, 'objects', `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

export function createBucketFolders(dir: string): void {
  mkdirSync(join(dir, 'objects'), PRIVATE_FOLDER);
  mkdirSync(join(dir, 'data'), PRIVATE_FOLDER);
}
