import { S3Error } from '../s3-error.ts';

/** A key pair that this server accepts. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** If set, every request must carry it, as with temporary credentials. */
  readonly sessionToken?: string;
  /** Later requests get `ExpiredToken`. Only for temporary credentials. */
  readonly expiresAt?: Date;
  /** Limits a session to one directory bucket. */
  readonly bucket?: string;
}

/** The accepted key pairs. */
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
