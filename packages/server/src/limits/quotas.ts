import { createHash } from 'node:crypto';
import { UploadError } from '@slipway/protocol';
import { type Clock, DAY_MS } from '../clock.ts';
import type { Principal } from '../principal.ts';
import type { AccountLimit, AccountLimits, Day } from '../store/reservation.ts';
import type { SharedStore } from '../store/shared-store.ts';

/** How much one caller may upload. */
export interface Quotas {
  /** Uploads that are neither completed, aborted nor expired. @defaultValue 10,000 */
  readonly openUploads?: number | undefined;
  /** Bytes of all files of open uploads. @defaultValue no limit */
  readonly bytesInFlight?: number | undefined;
  /**
   * Bytes of all uploads created since midnight UTC. An abort on the same day refunds the upload's bytes.
   * @defaultValue no limit
   */
  readonly bytesPerDay?: number | undefined;
}

/** Quotas for all callers, or a function that returns those of one caller. `undefined` means no quotas. */
export type QuotaOption =
  | Quotas
  | ((principal: Principal) => Quotas | undefined | Promise<Quotas | undefined>);

/** The upload that a share is reserved for. */
export interface UploadToReserve {
  /** The upload's nonce. A repeated create has the same nonce. */
  readonly id: string;
  /** Bytes. */
  readonly size: number;
}

/** Enforces the callers' quotas. */
export interface QuotaKeeper {
  /**
   * Reserves an upload's share until it is released or expires.
   *
   * @throws UploadError `quota-exceeded`, with the limit. `storage-unavailable` if the store is unreachable:
   *   no new upload starts, but uploads in flight continue
   */
  reserve(principal: Principal, upload: UploadToReserve): Promise<void>;
  /** Links a multipart upload to its reservation, so that it can be released without a token. */
  link(principal: Principal, id: string, uploadId: string): Promise<void>;
  /**
   * Releases an upload's share. With `refund`, also its bytes of the day. Idempotent, best effort: a share
   * that cannot be released expires with the upload.
   */
  release(principal: Principal, id: string, refund: boolean): Promise<void>;
  /** Like {@link release} with a refund, for an upload that was aborted without its token. */
  releaseSwept(uploadId: string): Promise<void>;
}

/** What {@link createQuotaKeeping} needs. */
export interface QuotaKeeperOptions {
  readonly quotas: QuotaOption | undefined;
  readonly store: SharedStore;
  readonly clock: Clock;
  /** How long a token is valid, and so how long an upload may be open. */
  readonly lifetimeSeconds: number;
}

const DEFAULT_OPEN_UPLOADS = 10_000;

/**
 * Keeps quotas in a store. Returns a factory that makes the keeper of one request. `report` gets store errors
 * that do not fail the request, such as a failed release.
 *
 * @throws TypeError if a quota is not a whole number
 */
export function createQuotaKeeping(
  options: QuotaKeeperOptions,
): (report: (error: unknown) => void) => QuotaKeeper {
  const { quotas, store, clock, lifetimeSeconds } = options;
  if (quotas === undefined) return () => UNLIMITED;
  if (typeof quotas !== 'function') assertQuotas(quotas);
  const ttlMs = lifetimeSeconds * 1_000;

  return (report) => ({
    async reserve(principal, { id, size }) {
      const own = typeof quotas === 'function' ? await quotas(principal) : quotas;
      if (own === undefined) return;
      assertQuotas(own);
      const limits = { openUploads: DEFAULT_OPEN_UPLOADS, ...own };
      const today = dayOf(clock.now());
      const reservation = { id, bytes: size, ttlMs };
      const exceeded = await store.reserve(accountOf(principal), reservation, today, limits);
      if (exceeded) throw quotaExceeded(exceeded, limits[exceeded] ?? 0);
    },
    async link(principal, id, uploadId) {
      const owner: LinkedReservation = { account: accountOf(principal), id };
      await store.set(linkKey(uploadId), JSON.stringify(owner), ttlMs).catch(report);
    },
    async release(principal, id, refund) {
      const today = dayOf(clock.now());
      await store.unreserve(accountOf(principal), id, today, refund).catch(report);
    },
    releaseSwept: (uploadId) => releaseSwept(store, clock, uploadId).catch(report),
  });
}

/** Releases the share of an upload that the sweeper or an admin aborted, without its token. */
export async function releaseSwept(
  store: SharedStore,
  clock: Pick<Clock, 'now'>,
  uploadId: string,
): Promise<void> {
  const linked = await store.get(linkKey(uploadId));
  if (linked === undefined) return;
  const { account, id } = JSON.parse(linked) as LinkedReservation;
  await store.unreserve(account, id, dayOf(clock.now()), true);
}

/** Releases a caller's share, with a refund, without the caller's request: when late writes are cleaned up. */
export async function releaseShare(
  store: SharedStore,
  clock: Pick<Clock, 'now'>,
  principal: Principal,
  id: string,
): Promise<void> {
  await store.unreserve(accountOf(principal), id, dayOf(clock.now()), true);
}

interface LinkedReservation {
  readonly account: string;
  readonly id: string;
}

const UNLIMITED: QuotaKeeper = {
  reserve: async () => {},
  link: async () => {},
  release: async () => {},
  releaseSwept: async () => {},
};

/** The caller's name in the store. It is hashed, so it does not reveal who the caller is. */
export function accountOf({ subject, tenant }: Principal): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant ?? null, subject]))
    .digest('base64url');
}

/** The key of the link from a multipart upload to its reservation. Nothing needs the link when the upload has ended. */
export function linkKey(uploadId: string): string {
  return `upload/${uploadId}`;
}

function dayOf(nowMs: number): Day {
  return { name: new Date(nowMs).toISOString().slice(0, 10), endsInMs: DAY_MS - (nowMs % DAY_MS) };
}

function assertQuotas(quotas: Quotas): void {
  const limits: AccountLimits = quotas;
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === undefined || (Number.isSafeInteger(limit) && limit >= 0)) continue;
    throw new TypeError(`quotas: ${name} must be a whole number, 0 or more. It is ${limit}.`);
  }
}

function quotaExceeded(exceeded: AccountLimit, limit: number): UploadError {
  return new UploadError('quota-exceeded', { message: MESSAGES[exceeded](limit), limit });
}

const MESSAGES = {
  openUploads: (limit) =>
    `At most ${limit} uploads can be unfinished at a time. Finish or cancel one, then try again.`,
  bytesInFlight: (limit) =>
    `Unfinished uploads can have ${limit} bytes in all, and this file goes beyond. Finish or cancel others, then try again.`,
  bytesPerDay: (limit) =>
    `At most ${limit} bytes can be uploaded a day, and this file goes beyond. Try again after midnight UTC.`,
} as const satisfies Record<AccountLimit, (limit: number) => string>;
