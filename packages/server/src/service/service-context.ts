import type { FileFacts, UploadPolicy } from '@slipway/protocol';
import type { Clock } from '../clock.ts';
import type { ResumeFolder } from '../keys/resume-folder.ts';
import type { QuotaKeeper } from '../limits/quotas.ts';
import type { Principal } from '../principal.ts';
import type { S3Gateway } from '../s3/s3-gateway.ts';
import type { Settlements } from '../settlement/settlements.ts';
import type { SharedStore } from '../store/shared-store.ts';
import type { TokenSealer } from '../token/token-sealer.ts';
import type { ChooseObjectOptions } from './choose-object-options.ts';
import type { Exchange } from './exchange.ts';
import type { UploadHooks } from './upload-hooks.ts';

/** What every operation of the service works with. */
export interface ServiceContext extends Omit<Exchange, 'answered' | 'admit' | 'countRefusal'> {
  readonly gateway: S3Gateway;
  /** Whether the store remembers how large files will be, for admins to see. */
  readonly keepsExpectedSizes: boolean;
  readonly tokens: TokenSealer;
  readonly bucket: string;
  /** Whether an object of the same key may be replaced. */
  readonly overwrite: boolean;
  /** Whether no two uploads have the same key. */
  readonly uniqueKeys: boolean;
  /** Names of metadata that browsers may set. */
  readonly metadataNames: ReadonlySet<string>;
  policyOf(principal: Principal): Promise<UploadPolicy>;
  objectKeyOf(file: FileFacts, principal: Principal, id?: string): string;
  /** Where unfinished uploads are found again; `undefined` when they need their token. */
  readonly resumeFolders: ((identity: string) => readonly ResumeFolder[]) | undefined;
  readonly uploadLifetimeMs: number;
  readonly clock: Clock;
  readonly store: SharedStore;
  readonly objectOptionsOf: ChooseObjectOptions;
  /** How uploads ended, and how they are ended once. */
  readonly settlements: Settlements;
  readonly quotas: QuotaKeeper;
  readonly hooks: UploadHooks;
  /** Whether objects are looked into before they are accepted. */
  readonly verifyType: boolean;
  /** Resolves after `ms` milliseconds. */
  wait(ms: number): Promise<void>;
}
