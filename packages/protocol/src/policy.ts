import type { Integrity } from './integrity.ts';
import { UploadError } from './upload-error.ts';

/**
 * What one caller may upload. `GET /policy` returns it. The server enforces it at create, and checks size, types and
 * integrity again at complete, because the policy may have changed.
 */
export interface UploadPolicy {
  /**
   * Largest file in bytes.
   *
   * @integer from 0
   * @defaultValue what S3 allows
   */
  readonly maxFileSize?: number | undefined;
  /**
   * Smallest file in bytes.
   *
   * @integer from 0
   * @defaultValue 0
   */
  readonly minFileSize?: number | undefined;
  /**
   * Most files in one widget and in one create request. The server does not count files across requests. Use quotas for
   * that.
   *
   * @integer from 0
   * @defaultValue no limit
   */
  readonly maxFiles?: number | undefined;
  /**
   * Which files are allowed, in the syntax of HTML's `accept`: MIME types (`image/png`), ranges (`image/*`) and extensions
   * (`.pdf`). A file passes if any entry matches. The server accepts no empty list.
   *
   * @defaultValue everything
   */
  readonly accept?: readonly string[] | undefined;
  /**
   * MIME types and ranges of which a file's type must match one. An unknown type matches only `*`. A file must also pass
   * {@link allowedExtensions} and {@link accept}, if they are set. The server accepts no empty list.
   *
   * @defaultValue every type
   */
  readonly allowedTypes?: readonly string[] | undefined;
  /**
   * Extensions (`.pdf` or `pdf`). A file's name must end with one of them. The server accepts no empty list.
   *
   * @defaultValue every name
   */
  readonly allowedExtensions?: readonly string[] | undefined;
  /**
   * Part size in bytes of files of several parts. Raised for files that are too large for it.
   *
   * @integer from 0
   * @defaultValue chosen by the browser for each file
   */
  readonly partSize?: number | undefined;
  /**
   * How the parts of every file are protected. Use `md5` or `none` for stores without flexible checksums. Use `sha256` to
   * stop attackers too, who can forge all other checksums.
   *
   * @defaultValue `sha256` for a file of one part where the browser has WebCrypto, otherwise `crc64nvme`
   */
  readonly integrity?: Integrity | undefined;
}

/** The facts that a policy checks. A DOM `File` has them. */
export interface FileFacts {
  readonly name: string;
  readonly size: number;
  /** MIME type, `''` when unknown. */
  readonly type: string;
  /**
   * Where the file is in the folder that the user dropped or browsed, from that folder to the file's name, such as
   * `Summer/beach/a.jpg`. Left out for a file on its own.
   */
  readonly relativePath?: string | undefined;
}

/**
 * Says why a policy refuses a file. Returns `undefined` when the policy allows it. Browser and server share
 * this function, so that the widget never offers what the server would refuse.
 */
export function checkFile(policy: UploadPolicy, file: FileFacts): UploadError | undefined {
  const { maxFileSize, minFileSize = 0 } = policy;
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
  return checkType(policy, file);
}

/**
 * What a file dialog offers, in the syntax of HTML's `accept`; empty for everything. A dialog shows files
 * that match any one entry. So if both types and extensions must match, it gets only the extensions.
 */
export function acceptOf(policy: UploadPolicy): readonly string[] {
  const { accept = [], allowedExtensions = [], allowedTypes = [] } = policy;
  const extensions = allowedExtensions.map(withDot);
  return [accept, extensions, allowedTypes].find((entries) => entries.length > 0) ?? [];
}

function checkType(policy: UploadPolicy, file: FileFacts): UploadError | undefined {
  const { accept, allowedTypes, allowedExtensions } = policy;
  const lists = [accept, allowedTypes, allowedExtensions?.map(withDot)];
  const unfit = lists.find((list) => list?.length && !list.some((entry) => fits(entry, file)));
  if (!unfit) return undefined;
  return new UploadError('type-not-allowed', {
    message: `Only these types are allowed: ${unfit.join(', ')}.`,
  });
}

function withDot(extension: string): string {
  const trimmed = extension.trim();
  return trimmed.startsWith('.') ? trimmed : `.${trimmed}`;
}

function fits(entry: string, file: FileFacts): boolean {
  const wanted = entry.trim().toLowerCase();
  if (wanted.startsWith('.')) return file.name.toLowerCase().endsWith(wanted);
  const type = (file.type.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (wanted === '*/*' || wanted === '*') return true;
  if (wanted.endsWith('/*')) return type.startsWith(wanted.slice(0, -1));
  return type === wanted;
}
