import type { FileFacts, UploadPolicy } from '@slipway/protocol';
import { type Clock, delay } from '../clock.ts';
import { createObjectKeys, DEFAULT_PREFIX } from '../keys/object-key.ts';
import { createResumeFolders, type ResumeFolder } from '../keys/resume-folder.ts';
import type { QuotaKeeper } from '../limits/quotas.ts';
import type { Principal } from '../principal.ts';
import type { S3Gateway } from '../s3/s3-gateway.ts';
import { DEFAULT_URL_LIFETIME_SECONDS } from '../s3/signing-time.ts';
import { createSettlements, type Settlements } from '../settlement/settlements.ts';
import { createWaitingRoom } from '../settlement/waiting-room.ts';
import type { SharedStore } from '../store/shared-store.ts';
import { createTaskSealer, type TaskSealer } from '../token/task-sealer.ts';
import { createTokenSealer, type TokenSealer } from '../token/token-sealer.ts';
import type { WebhookOutbox } from '../webhooks/outbox.ts';
import { assertSeconds } from './assert-seconds.ts';
import {
  boundHooks,
  boundOptions,
  createInTime,
  DEFAULT_HOOK_SECONDS,
  type InTime,
} from './bound-hooks.ts';
import { type ChooseObjectOptions, createObjectOptions } from './choose-object-options.ts';
import type { Exchange } from './exchange.ts';
import { assertPolicy, type PolicyOption } from './policy-schema.ts';
import { createRecentWork, type RecentWork } from './recent-work.ts';
import { settledKeptMs, tasksEndMs } from './task-times.ts';
import type { UploadHooks } from './upload-hooks.ts';
import type { UploadServiceOptions } from './upload-service-options.ts';

const MAX_NAME_LENGTH = 128;
const MAX_HOOK_SECONDS = 3_600;

/** Everything that operations use. Each function asks only for the members that it needs. */
export interface ServiceContext extends Omit<Exchange, 'answered' | 'countRefusal' | 'run'> {
  readonly gateway: S3Gateway;
  /** Whether the store keeps the size of each file, for the admin routes. */
  readonly keepsExpectedSizes: boolean;
  readonly tokens: TokenSealer;
  /** Seals uploads for background tasks. */
  readonly taskTokens: TaskSealer;
  readonly bucket: string;
  /** Whether an object of the same key may be replaced. */
  readonly overwrite: boolean;
  /** Whether keys are unique, because the service chooses them. */
  readonly uniqueKeys: boolean;
  /** Names of metadata that browsers may set. */
  readonly metadataNames: ReadonlySet<string>;
  policyOf(principal: Principal): Promise<UploadPolicy>;
  objectKeyOf(file: FileFacts, principal: Principal, id?: string): string;
  /** Whether default keys keep the folders of files. */
  readonly keepFolders: boolean;
  /** The folders to search for unfinished uploads. `undefined` if resuming needs the token. */
  readonly resumeFolders: ((identity: string) => readonly ResumeFolder[]) | undefined;
  readonly uploadLifetimeMs: number;
  /** How long a presigned URL is valid. */
  readonly urlLifetimeMs: number;
  readonly clock: Clock;
  readonly store: SharedStore;
  readonly objectOptionsOf: ChooseObjectOptions;
  /** Ends each upload exactly once. */
  readonly settlements: Settlements;
  /** Ended uploads that this replica has removed from S3. */
  readonly discards: RecentWork;
  readonly quotas: QuotaKeeper;
  readonly hooks: UploadHooks;
  /** Where webhooks wait until they are delivered. `undefined` if the owner wants none. */
  readonly webhooks: WebhookOutbox | undefined;
  /** How long one hook may take. */
  readonly hookTimeoutMs: number;
  /** Whether an object's first bytes are checked before it is accepted. */
  readonly verifyType: boolean;
  /** Resolves after `ms` milliseconds, or as soon as the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Shared by the contexts of all requests, besides the owner's options. */
export interface SharedParts
  extends Pick<ServiceContext, 'clock' | 'store' | 'keepsExpectedSizes'> {
  readonly lifetimeSeconds: number;
  quotasFor(report: Exchange['report']): QuotaKeeper;
}

/**
 * Returns the function that creates the context of a request.
 *
 * @throws TypeError that names the wrong option
 */
export function createContexts(
  gateway: S3Gateway,
  options: UploadServiceOptions,
  { lifetimeSeconds, quotasFor, ...parts }: SharedParts,
): (exchange: Exchange) => ServiceContext {
  const { bucket, tokenKeys, policy = {}, prefix, keyLayout, objectKey, object = {} } = options;
  const { onCreated, onCompleted, onAborted, metadataNames = [], keepFolders = false } = options;
  const { hookTimeoutSeconds = DEFAULT_HOOK_SECONDS } = options;
  const inTime = createInTime(hookTimeoutSeconds, options.tracing);
  const bounded = boundOptions(object, inTime);
  const now = () => parts.clock.now();
  const monotonic = () => parts.clock.monotonic();
  if (!bucket) throw new TypeError('bucket is missing. Set it to the name of your bucket.');
  const webhooks = outboxOf(options);
  assertSeconds('uploadLifetimeSeconds', lifetimeSeconds);
  assertSeconds('hookTimeoutSeconds', hookTimeoutSeconds, MAX_HOOK_SECONDS);
  if (typeof policy !== 'function') assertPolicy(policy);
  const integrity = typeof policy === 'function' ? undefined : policy.integrity;
  const audience = audienceOf(options);
  const sealing = { keys: tokenKeys, lifetimeSeconds, now };
  const lifetimes = {
    uploadLifetimeMs: lifetimeSeconds * 1_000,
    urlLifetimeMs: (options.urlLifetimeSeconds ?? DEFAULT_URL_LIFETIME_SECONDS) * 1_000,
  };
  const kept = { recordsKeptMs: tasksEndMs(lifetimes), settledKeptMs: settledKeptMs(lifetimes) };
  const shared = {
    ...parts,
    ...lifetimes,
    gateway,
    bucket,
    overwrite: options.overwrite ?? false,
    verifyType: options.verifyType ?? false,
    uniqueKeys: objectKey === undefined,
    hooks: boundHooks({ onCreated, onCompleted, onAborted }, inTime),
    webhooks,
    discards: createRecentWork(parts.clock),
    hookTimeoutMs: hookTimeoutSeconds * 1_000,
    tokens: createTokenSealer({ ...sealing, audience }),
    taskTokens: createTaskSealer({ keys: tokenKeys, now }, bucket),
    resumeFolders:
      options.resume === 'any-device' ? createResumeFolders(tokenKeys, audience) : undefined,
    objectKeyOf: createObjectKeys({ prefix, keyLayout, keepFolders, objectKey, now }),
    keepFolders,
    objectOptionsOf: createObjectOptions({ bucket, object: bounded, integrity, now }),
    metadataNames: new Set(metadataNames),
    wait: (ms: number, signal?: AbortSignal) => delay(ms, signal),
  } satisfies Partial<ServiceContext>;
  const room = createWaitingRoom();
  const settling = { store: parts.store, ...kept, monotonic, wait: delay, room };
  return (exchange) => {
    const { report, signal } = exchange;
    return {
      ...shared,
      ...exchange,
      policyOf: askOnce(policy, inTime),
      quotas: quotasFor(report),
      settlements: createSettlements({ ...settling, report, signal }),
    };
  };
}

/**
 * The outbox of the owner's webhooks.
 *
 * @throws TypeError if it is in another store: an event and its webhook are stored in one step
 */
function outboxOf({ webhooks, store }: UploadServiceOptions): WebhookOutbox | undefined {
  if (!webhooks || webhooks.outbox.store === store) return webhooks?.outbox;
  throw new TypeError('webhooks: pass the same store to createWebhooks and to the router.');
}

/**
 * Who accepts the router's tokens. Replicas agree on it without configuration.
 *
 * @throws TypeError for an invalid name
 */
function audienceOf({ name, bucket, prefix = DEFAULT_PREFIX }: UploadServiceOptions): string {
  if (name === undefined) return `folder ${bucket}/${prefix}`;
  if (typeof name === 'string' && name.length >= 1 && name.length <= MAX_NAME_LENGTH) {
    return `router ${name}`;
  }
  throw new TypeError(`name must be a text of 1 to ${MAX_NAME_LENGTH} characters.`);
}

/** Calls the owner's function once per request, even for many files. */
function askOnce(policy: PolicyOption, inTime: InTime): ServiceContext['policyOf'] {
  let answer: Promise<UploadPolicy> | undefined;
  return (principal) => {
    answer ??= (async () => {
      if (typeof policy !== 'function') return policy;
      const chosen = await inTime('policy', () => policy(principal));
      assertPolicy(chosen);
      return chosen;
    })();
    return answer;
  };
}
