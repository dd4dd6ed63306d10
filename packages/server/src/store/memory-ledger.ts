import { ExpiringMap, type ExpiringMapOptions } from './expiring-map.ts';
import type { AccountLimit, AccountLimits, ReservationLedger } from './reservation.ts';

interface Account {
  readonly open: Map<string, OpenReservation>;
  /** Sum of all open reservations. */
  bytes: number;
}

interface OpenReservation {
  readonly bytes: number;
  readonly dayName: string;
  expiresAt: number;
}

/** A {@link ReservationLedger} in the memory of this process. */
export function createMemoryLedger(options: ExpiringMapOptions): ReservationLedger {
  const { now } = options;
  const accounts = new ExpiringMap<Account>(options);
  const days = new ExpiringMap<number>(options);

  /** The account, without its expired reservations. */
  function accountOf(name: string): Account {
    const account = accounts.get(name) ?? { open: new Map(), bytes: 0 };
    for (const [id, { expiresAt }] of account.open) if (expiresAt <= now()) close(account, id);
    return account;
  }

  return {
    async reserve(name, { id, bytes, ttlMs }, day, limits) {
      const account = accountOf(name);
      const dayKey = `${name} ${day.name}`;
      const dayBytes = days.get(dayKey) ?? 0;
      const open = account.open.get(id);
      if (!open) {
        const next = {
          openUploads: account.open.size + 1,
          bytesInFlight: account.bytes + bytes,
          bytesPerDay: dayBytes + bytes,
        };
        const exceeded = LIMITS.find((limit) => next[limit] > (limits[limit] ?? Infinity));
        if (exceeded) return exceeded;
        account.bytes += bytes;
        days.set(dayKey, dayBytes + bytes, day.endsInMs);
      }
      const expiresAt = Math.max(now() + ttlMs, open?.expiresAt ?? 0);
      account.open.set(id, open ? { ...open, expiresAt } : { bytes, dayName: day.name, expiresAt });
      accounts.set(name, account, Math.max(ttlMs, accounts.endsInMs(name)));
      return undefined;
    },
    async unreserve(name, id, day, refund) {
      const account = accountOf(name);
      const closed = close(account, id);
      if (!closed || !refund || closed.dayName !== day.name) return;
      const dayKey = `${name} ${day.name}`;
      const dayBytes = days.get(dayKey) ?? 0;
      days.set(dayKey, Math.max(0, dayBytes - closed.bytes), day.endsInMs);
    },
  };
}

/** In the order of reporting: if several limits are exceeded, the caller sees the first. */
const LIMITS: readonly AccountLimit[] = [
  'openUploads',
  'bytesInFlight',
  'bytesPerDay',
] satisfies readonly (keyof AccountLimits)[];

function close(account: Account, id: string): OpenReservation | undefined {
  const open = account.open.get(id);
  if (!open) return undefined;
  account.open.delete(id);
  account.bytes -= open.bytes;
  return open;
}
