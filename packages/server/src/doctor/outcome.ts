import { UploadError } from '@slipway/protocol';
import { readS3Answer } from '../s3/storage-failure.ts';

/** The result of a call to the store. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal;

/** Why the store refused a call. It leaves out the store's message, which can name accounts and keys. */
export interface Refusal {
  readonly ok: false;
  /** S3's `<Code>`, or the name of a network error. */
  readonly code: string;
  /** HTTP status. `undefined` if there was no response. */
  readonly status: number | undefined;
  /** The region of the bucket, if the store names it. */
  readonly region: string | undefined;
}

/** Calls the store. Never throws. */
export async function attempt<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const cause = UploadError.is(error) ? (error.cause ?? error) : error;
    const { code, status, region } = readS3Answer(cause);
    const { code: systemCode } = cause as Readonly<Record<string, unknown>>;
    return {
      ok: false,
      // Node names every network failure "Error". Only its code says which one it is.
      code: status === undefined && typeof systemCode === 'string' ? systemCode : code,
      status,
      region,
    };
  }
}

const DENIED = new Set(['AccessDenied', 'AllAccessDisabled', 'AccountProblem']);

/** Whether the credentials lack a permission. HEAD responses have no code, only a status. */
export function isDenied(outcome: Outcome<unknown>): boolean {
  if (outcome.ok) return false;
  const { code, status } = outcome;
  return DENIED.has(code) || (status === 403 && ['Forbidden', 'Unknown', '403'].includes(code));
}

/** A refusal in a few words. */
export function describeRefusal({ code, status }: Refusal): string {
  return status === undefined ? `no answer (${code})` : `${status} ${code}`;
}
