/** Short-lived credentials for one directory bucket. */
export interface ExpressSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Dependencies of {@link createExpressSessions}. */
export interface ExpressSessionsOptions {
  /** Requests a session from S3. */
  readonly create: (bucket: string) => Promise<ExpressSession>;
  /** Now by S3's clock, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Half of a session's five minutes, so that a fresh presigned URL stays valid long enough to be used. */
const FRESH_MS = 150_000;

/**
 * Caches the sessions of directory buckets and renews each one while it is still valid. The SDK uses a session up to
 * its last second, so a presigned URL could expire on arrival. And if the SDK fails to renew a session in the
 * background, the unhandled rejection ends the process.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
 */
export function createExpressSessions({
  create,
  now,
}: ExpressSessionsOptions): (bucket: string) => Promise<ExpressSession> {
  const sessions = new Map<string, ExpressSession>();
  const pending = new Map<string, Promise<ExpressSession>>();

  const renew = async (bucket: string) => {
    try {
      const session = await create(bucket);
      sessions.set(bucket, session);
      return session;
    } catch (error) {
      const current = sessions.get(bucket);
      if (current && current.expiration.getTime() > now()) return current;
      throw error;
    } finally {
      pending.delete(bucket);
    }
  };
  return async (bucket) => {
    const current = sessions.get(bucket);
    if (current && current.expiration.getTime() - now() >= FRESH_MS) return current;
    const renewal = pending.get(bucket) ?? renew(bucket);
    pending.set(bucket, renewal);
    return renewal;
  };
}
