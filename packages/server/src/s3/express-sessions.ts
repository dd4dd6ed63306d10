/** Credentials of one directory bucket for a few minutes. */
export interface ExpressSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What sessions are made with. */
export interface ExpressSessionsOptions {
  /** Asks S3 for a session. */
  readonly create: (bucket: string) => Promise<ExpressSession>;
  /** Now by S3's clock, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Half of the five minutes that S3 gives a session: what is signed with it can be used as long, or longer. */
const FRESH_MS = 150_000;

/**
 * Sessions of directory buckets, each used only while it is fresh. The SDK uses a session up to its last second, so a
 * presigned URL could expire on arrival. And if the SDK fails to renew one in the background, the rejection is unhandled,
 * which ends the process.
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
