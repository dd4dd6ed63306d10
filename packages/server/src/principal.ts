/** The caller, as named by the owner's `authorize`. */
export interface Principal {
  /** A permanent ID of the caller, such as a user's ID. Only the same subject can continue an upload. */
  readonly subject: string;
  /**
   * The customer that the caller belongs to. Each tenant's objects get their own folder. If the tenant cannot
   * name a folder, the response is 401: see {@link findTenantFault}.
   */
  readonly tenant?: string | undefined;
}

/** Spaces at an end or in a row, other blanks, and characters that look like nothing. */
const LOOKALIKE =
  /^ | $| {2}|(?! )\p{Z}|[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Whether another name could look the same in logs and lists: it has invisible characters, blanks other than single
 * spaces between words, or letters that are not in Unicode normalization form C. Call it in `authorize` for the subject. {@link findTenantFault} includes it.
 */
export function hasLookalikes(name: string): boolean {
  return LOOKALIKE.test(name) || name.normalize('NFC') !== name;
}

const MAX_SUBJECT_LENGTH = 512;

/** @throws TypeError if `authorize` did not return a principal */
export function assertPrincipal(value: unknown): asserts value is Principal {
  const { subject, tenant } = (value ?? {}) as Partial<Record<keyof Principal, unknown>>;
  if (typeof subject !== 'string' || subject === '' || subject.length > MAX_SUBJECT_LENGTH) {
    throw new TypeError(
      `authorize must return { subject }, a text of 1 to ${MAX_SUBJECT_LENGTH} characters.`,
    );
  }
  if (tenant !== undefined && typeof tenant !== 'string') {
    throw new TypeError('authorize returned a tenant that is not a text.');
  }
}
