import { once } from 'node:events';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { UploadError } from '@slipway/protocol';

/** One file in the bucket. */
export interface LibraryFile {
  readonly objectKey: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly storedAt: string;
  /** Presigned. It saves the file. */
  readonly download: string;
  /** Presigned, for an `<img>`. Left out for files that are not images. */
  readonly preview?: string | undefined;
}

/** The contents of the bucket. */
export interface Library {
  readonly caller: string;
  /** The newest first, at most fifty. */
  readonly files: readonly LibraryFile[];
  /** Unfinished uploads, from this device or another. */
  readonly unfinished: readonly { readonly name: string; readonly begunAt: string }[];
}

/** What the library needs. */
export interface LibraryOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** The upload API's prefix. @defaultValue `uploads` */
  readonly prefix?: string | undefined;
  /** How long links are valid, in seconds. */
  readonly linkSeconds: number;
  /** How long the store may take to list everything, in seconds. */
  readonly timeoutSeconds: number;
}

const MOST_FILES = 50;
/** In a larger bucket only the first objects are listed. A product would query its own database. */
const MOST_LISTED = 5_000;

/** Types that browsers can draw, by extension. The preview is served with this type, whatever type the object has. */
const IMAGES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/** The upload API's default prefix. */
const PREFIX = 'uploads';

/**
 * Lists the newest objects under the upload API's prefix, and the unfinished uploads there, of all callers.
 *
 * @throws UploadError `storage-unavailable` when the store fails, or is silent for longer than `timeoutSeconds`
 */
export async function readLibrary(options: LibraryOptions, caller: string): Promise<Library> {
  const end = AbortSignal.timeout(options.timeoutSeconds * 1_000);
  // A response whose body stops half-way does not listen to the signal.
  const late = once(end, 'abort').then(() => {
    throw end.reason;
  });
  try {
    return await Promise.race([listLibrary(options, caller, end), late]);
  } catch (cause) {
    throw new UploadError('storage-unavailable', { retryAfterMs: 1_000, cause });
  }
}

async function listLibrary(
  { client, bucket: Bucket, prefix = PREFIX, linkSeconds }: LibraryOptions,
  caller: string,
  abortSignal: AbortSignal,
): Promise<Library> {
  const Prefix = prefix === '' ? '' : `${prefix}/`;
  const objects = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket, Prefix },
    { abortSignal },
  )) {
    objects.push(...Contents);
    if (objects.length >= MOST_LISTED) break;
  }
  const newest = objects
    .toSorted((a, b) => timeOf(b.LastModified) - timeOf(a.LastModified))
    .slice(0, MOST_FILES);
  const files = newest.map(async ({ Key = '', Size = 0, LastModified }): Promise<LibraryFile> => {
    const name = nameOf(Key);
    const type = IMAGES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
    const link = (headers: { ResponseContentType: string; ResponseContentDisposition?: string }) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket, Key, ...headers }), {
        expiresIn: linkSeconds,
      });
    return {
      objectKey: Key,
      name,
      size: Size,
      storedAt: new Date(timeOf(LastModified)).toISOString(),
      download: await link({
        // No browser runs this type, whatever type the object has.
        ResponseContentType: 'application/octet-stream',
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeName(name)}`,
      }),
      preview: type && (await link({ ResponseContentType: type })),
    };
  });
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix, MaxUploads: MOST_FILES }),
    { abortSignal },
  );
  const unfinished = Uploads.map(({ Key = '', Initiated }) => ({
    name: nameOf(Key),
    begunAt: new Date(timeOf(Initiated)).toISOString(),
  }));
  return { caller, files: await Promise.all(files), unfinished };
}

function nameOf(objectKey: string): string {
  return objectKey.slice(objectKey.lastIndexOf('/') + 1);
}

function timeOf(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}

/** @see https://www.rfc-editor.org/rfc/rfc8187#section-3.2.1 */
function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, percentEncode);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
