import type { PresignedPart } from '@slipway/protocol';
import type { Bucket } from '../chaos/bucket.ts';
import type { Api } from './api.ts';
import type { SoakFile } from './file.ts';
import type { Ledger } from './ledger.ts';

/** Where the clients live. */
export interface World {
  readonly api: Api;
  readonly bucket: Bucket;
  readonly ledger: Ledger;
  readonly callers: readonly string[];
}

/** An upload that the backend created. */
export interface Created {
  readonly caller: string;
  readonly file: SoakFile;
  readonly token: string;
  readonly objectKey: string;
  /** Those with a URL. */
  readonly parts: PresignedPart[];
  /** Those that S3 has stored. */
  readonly etags: { readonly partNumber: number; readonly etag: string }[];
}
