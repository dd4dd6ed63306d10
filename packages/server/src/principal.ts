/** Who is calling, as the owner's `authorize` says. */
export interface Principal {
  /** A permanent ID of the caller, such as a user's ID. Only the same subject can continue an upload. */
  readonly subject: string;
  /**
   * Names the customer that the caller belongs to; its objects get a folder of their own. A tenant that
   * cannot name a folder is refused with 401: see {@link findTenantFault}.
   */
  readonly tenant?: string | undefined;
}

const MAX_SUBJECT_LENGTH = 512;

/** @throws TypeError when `authorize` returned something else than a principal */
export function assertPrincipal(value: unknown): asserts value is Principal {
  const { subject, tenant } = (value ?? {}) as Partial<Record<keyof Principal, unknown>>;
  if (typeof subject !== 'string' || subject === '' || subject.length > MAX_SUBJECT_LENGTH) {
    throw new TypeError(
      `authorize has to return { subject }, a text of 1 to ${MAX_SUBJECT_LENGTH} characters.`,
    );
  }
  if (tenant !== undefined && typeof tenant !== 'string') {
    throw new TypeError('authorize returned a tenant that is not a text.');
  }
}
