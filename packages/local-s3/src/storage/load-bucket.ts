import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Bucket, createBucketFolders } from './bucket.ts';
import { parsePartFileName } from './part-file.ts';
import type { Staging } from './prepared-file.ts';
import type { BucketRecord, ObjectRecord, UploadRecord } from './records.ts';
import { Upload } from './upload.ts';

/**
 * Loads a bucket from its folder and finishes what a crash interrupted: it removes files without an object or
 * unfinished upload that refers to them.
 */
export async function loadBucket(dir: string, staging: Staging): Promise<Bucket> {
  createBucketFolders(dir);
  const bucket = new Bucket(dir, await readJson<BucketRecord>(join(dir, 'bucket.json')), staging);
  const referenced = new Set<string>();
  for (const name of await readdir(join(dir, 'objects'))) {
    const object = await readJson<ObjectRecord>(join(dir, 'objects', name));
    bucket.objects.set(object.key, object);
    if (object.uploadId !== undefined) referenced.add(object.uploadId);
    for (const part of object.parts) if (part.file !== '') referenced.add(part.file);
  }
  const data = join(dir, 'data');
  for (const entry of await readdir(data, { withFileTypes: true })) {
    const path = join(data, entry.name);
    if (!entry.isDirectory()) {
      if (!referenced.has(entry.name)) await rm(path, { force: true });
    } else if (referenced.has(entry.name)) {
      await keepReferenced(path, entry.name, referenced);
    } else {
      await loadUpload(bucket, path, entry.name);
    }
  }
  return bucket;
}

/** The upload was completed, so its record and its unused parts can be removed. */
async function keepReferenced(
  path: string,
  uploadId: string,
  referenced: ReadonlySet<string>,
): Promise<void> {
  for (const name of await readdir(path)) {
    if (!referenced.has(`${uploadId}/${name}`)) await rm(join(path, name), { force: true });
  }
}

async function loadUpload(bucket: Bucket, path: string, uploadId: string): Promise<void> {
  const names = await readdir(path);
  if (!names.includes('upload.json')) {
    await rm(path, { recursive: true, force: true });
    return;
  }
  const record = await readJson<UploadRecord>(join(path, 'upload.json'));
  const parts = names.flatMap((name) => parsePartFileName(uploadId, name) ?? []);
  parts.sort((a, b) => a.lastModifiedMs - b.lastModifiedMs);
  const newest = new Map(parts.map((part) => [part.partNumber, part]));
  // The server can crash after it renamed a new part into place and before it removed the old one.
  for (const part of parts) {
    if (newest.get(part.partNumber) !== part)
      await rm(join(path, '..', part.file), { force: true });
  }
  bucket.uploads.set(uploadId, new Upload(record, newest.values()));
}

async function readJson<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    throw new Error(`Cannot read ${path}: it is not a record of local-s3`, { cause: error });
  }
}
