import type { Integrity } from './integrity.ts';
import { UploadError } from './upload-error.ts';

/** What one caller may upload. Answered by `GET /policy`; enforced by the server at create. */
export interface UploadPolicy {
  /** Largest file in bytes. @defaultValue what S3 allows */
  readonly maxFileSize?: number | undefined;
  /** Smallest file in bytes. @defaultValue 0 */
  readonly minFileSize?: number | undefined;
  /** Most files one widget may hold. A hint to the browser: the server keeps no count of files. @defaultValue no limit */
  readonly maxFiles?: number | undefined;
  /**
   * What may be uploaded, in the syntax of HTML's `accept`: MIME types (`image/png`), ranges
   * (`image/*`) and extensions (`.pdf`). A file passes when any entry fits.
   *
   * @defaultValue everything
   */
  readonly accept?: readonly string[] | undefined;
  /** Part size in bytes that browsers are to use. @defaultValue chosen for each file */
  readonly partSize?: number | undefined;
  /** How parts are protected. @defaultValue `none` */
  readonly integrity?: Integrity | undefined;
}

/** What a policy looks at. A DOM `File` fits. */
export interface FileFacts {
  readonly name: string;
  readonly size: number;
  /** MIME type, `''` when unknown. */
  readonly type: string;
}

/**
 * Says why a policy refuses a file, or `undefined` when it does not. Browser and server share this
 * function, so that the widget never offers what the server would refuse.
 */
export function checkFile(policy: UploadPolicy, file: FileFacts): UploadError | undefined {
  const { maxFileSize, minFileSize = 0, accept } = policy;
  if (maxFileSize !== undefined && file.size > maxFileSize) {
    return new UploadError('file-too-large', {
      message: `The file is ${file.size} bytes; at most ${maxFileSize} are allowed.`,
      limit: maxFileSize,
    });
  }
  if (file.size < minFileSize) {
    return new UploadError('file-too-small', {
      message: `The file is ${file.size} bytes; at least ${minFileSize} are needed.`,
      limit: minFileSize,
    });
  }
  if (accept?.length && !accept.some((entry) => fits(entry, file))) {
    return new UploadError('type-not-allowed', {
      message: `Only these types are allowed: ${accept.join(', ')}.`,
    });
  }
  return undefined;
}

function fits(entry: string, file: FileFacts): boolean {
  const wanted = entry.trim().toLowerCase();
  if (wanted.startsWith('.')) return file.name.toLowerCase().endsWith(wanted);
  const type = (file.type.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (wanted === '*/*' || wanted === '*') return true;
  if (wanted.endsWith('/*')) return type.startsWith(wanted.slice(0, -1));
  return type === wanted;
}
