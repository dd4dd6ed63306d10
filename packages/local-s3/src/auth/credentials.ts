import { S3Error } from '../s3-error.ts';

/** A key pair this server accepts. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Must come with every request when set, as with temporary credentials. */
  readonly sessionToken?: string;
  /** From then on the answer is `ExpiredToken`. Only for temporary credentials. */
  readonly expiresAt?: Date;
  /** Limits a session to one directory bucket. */
  readonly bucket?: string;
}

/** The key pairs in force. */
export class CredentialStore {
  readonly #byId = new Map<string, Credentials>();

  add(credentials: Credentials): void {
    this.#byId.set(credentials.accessKeyId, credentials);
  }

  /**
   * Finds a key pair and checks the session token that came with it.
   *
   * @throws S3Error `InvalidAccessKeyId`, `InvalidToken` or `ExpiredToken`.
   */
  find(accessKeyId: string, sessionToken: string | undefined, now: Date): Credentials {
    const credentials = this.#byId.get(accessKeyId);
    // S3 does not know a temporary key without its token.
    const tokenMissing = credentials?.sessionToken !== undefined && sessionToken === undefined;
    if (credentials === undefined || tokenMissing) {
      throw new S3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: accessKeyId });
    }
    if (sessionToken !== credentials.sessionToken) throw new S3Error('InvalidToken');
    if (credentials.expiresAt !== undefined && now >= credentials.expiresAt) {
      throw new S3Error('ExpiredToken');
    }
    return credentials;
  }
}
