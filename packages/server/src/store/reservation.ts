/** The share of its caller's quota that one upload takes. */
export interface Reservation {
  /** Names the upload within the account. */
  readonly id: string;
  /** The file's size. */
  readonly bytes: number;
  /** Milliseconds until it expires: the upload's lifetime. */
  readonly ttlMs: number;
}

/** The day for which an account's bytes are summed. */
export interface Day {
  /** For example `2026-11-21`. */
  readonly name: string;
  /** Milliseconds from now. */
  readonly endsInMs: number;
}

/** How much an account may reserve. An absent limit means no limit. */
export interface AccountLimits {
  /** Reservations at a time. */
  readonly openUploads?: number | undefined;
  /** Bytes of all reservations at a time. */
  readonly bytesInFlight?: number | undefined;
  /** Bytes of all reservations of the day, without those refunded. */
  readonly bytesPerDay?: number | undefined;
}

/** The name of a limit. */
export type AccountLimit = keyof AccountLimits;

/** Keeps the reservations of accounts. Each call is atomic. */
export interface ReservationLedger {
  /**
   * Makes a reservation. If it would exceed a limit, nothing changes and the limit is returned. Idempotent:
   * a repeated reservation counts once. It can extend the lifetime, but never shortens it.
   */
  reserve(
    account: string,
    reservation: Reservation,
    day: Day,
    limits: AccountLimits,
  ): Promise<AccountLimit | undefined>;

  /**
   * Releases a reservation before it expires. With `refund`, its bytes are also subtracted from the day, if it
   * was made on `day`. An unknown or expired reservation is ignored.
   */
  unreserve(account: string, id: string, day: Day, refund: boolean): Promise<void>;
}
