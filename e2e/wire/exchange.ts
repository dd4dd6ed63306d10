import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestFile } from '../rig/files.ts';

/** Where the recorded versions are: a folder for each. */
export const RECORDED = join(import.meta.dirname, 'recorded');

/** A value of JSON. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A request body that holds bytes of the recording's file. */
export interface FileBytes {
  /** The first byte, and the one after the last. */
  readonly start: number;
  readonly end: number;
  /** The form's fields before the file, in order. Absent: the body is only bytes. */
  readonly fields?: readonly (readonly [name: string, value: string])[];
}

/** A request of a page, and its response. */
export interface Exchange {
  readonly to: 'backend' | 'storage';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Those that matter, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly bytes?: FileBytes;
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: Json;
  };
}

/** What one version said for one file, in the order of the requests. */
export interface Recording {
  readonly version: string;
  /** A true sentence about the upload. */
  readonly title: string;
  readonly file: Pick<TestFile, 'name' | 'size'>;
  /** What the backend was configured with. */
  readonly env: Readonly<Record<string, string>>;
  /** How the upload ended. */
  readonly end: 'stored' | 'nothing stored';
  /** The origins of that time. Strings in the exchanges contain them. */
  readonly origins: { readonly backend: string; readonly storage: string };
  readonly exchanges: readonly Exchange[];
}

/** The part that a request to the store is about. A file of one part has no numbers. */
export function partNumberOf(target: string): number {
  const { searchParams } = new URL(target, 'http://storage');
  return Number(searchParams.get('partNumber') ?? 1);
}

/** All recordings of all versions. */
export async function readRecordings(): Promise<readonly Recording[]> {
  const versions = await readdir(RECORDED);
  const files = await Promise.all(
    versions.map(async (version) =>
      (await readdir(join(RECORDED, version))).map((file) => join(RECORDED, version, file)),
    ),
  );
  return Promise.all(
    files.flat().map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Recording),
  );
}
