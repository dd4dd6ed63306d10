import type { CreatedUpload } from '@slipway/protocol';
import type { Session } from '../ports/session-store.ts';
import { UrlPool } from './url-pool.ts';

/** An upload that exists at S3, as this page knows it. Outlives the runs of one upload. */
export interface Created {
  readonly token: string;
  readonly plan: CreatedUpload['plan'];
  readonly urls: UrlPool;
  /** Whether an earlier page created it. */
  readonly resumed: boolean;
}

/** From the answer to create, `nowMs` being when it came. */
export function fromAnswer({ token, plan, parts }: CreatedUpload, nowMs: number): Created {
  const urls = new UrlPool();
  urls.add(parts, nowMs);
  return { token, plan, urls, resumed: false };
}

/** From what an earlier page remembered. */
export function fromSession({ token, plan }: Session): Created {
  return { token, plan, urls: new UrlPool(), resumed: true };
}
