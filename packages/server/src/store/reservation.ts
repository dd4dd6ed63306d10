/** What one upload takes of its caller's allowance. */
export interface Reservation {
  /** Names the upload within the account. */
  readonly id: string;
  /** The file's size. */
  readonly bytes: number;
  /** When it ends by itself, in milliseconds from now: the upload's lifetime. */
  readonly ttlMs: number;
}

/** One day of an account, over which bytes are added up. */
export interface Day {
  /** As `2026-11-21`. */
  readonly name: string;
  /** Milliseconds from now. */
  readonly endsInMs: number;
}

/** How much an account may have reserved. What is absent is unlimited. */
export interface AccountLimits {
  /** Reservations at a time. */
  readonly openUploads?: number | undefined;
  /** Bytes of all reservations at a time. */
  readonly bytesInFlight?: number | undefined;
  /** Bytes of all that was reserved in the day and not refunded. */
  readonly bytesPerDay?: number | undefined;
}

/** Names one of the limits. */
export type AccountLimit = keyof AccountLimits;

/** Keeps the reservations of accounts, all or nothing each. */
export interface ReservationLedger {
  /**
   * Makes a reservation, unless it would go beyond a limit: then nothing changes, and that limit is
   * answered. One that is there already counts once, and lives on for its new lifetime.
   */
  reserve(
    account: string,
    reservation: Reservation,
    day: Day,
    limits: AccountLimits,
  ): Promise<AccountLimit | undefined>;

  /**
   * Ends a reservation before its time. Where `refund` is set and its day is still `day`, its bytes are
   * taken off the day as well. One that is not, or no longer, there changes nothing.
   */
  unreserve(account: string, id: string, day: Day, refund: boolean): Promise<void>;
}
