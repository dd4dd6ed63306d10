import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Storage } from './storage.ts';

/**
 * The SDK refreshes credentials that expire in less than five minutes, so with these it refreshes for every request.
 */
const LIFETIME_MS = 4 * 60_000;

/**
 * Temporary credentials, handed to backends as platforms hand those of a role.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export class RoleCredentials {
  readonly #storage: Storage;
  readonly #server: Server;
  #current = makeCredentials();

  private constructor(storage: Storage) {
    this.#storage = storage;
    storage.addCredentials(this.#current);
    this.#server = createServer((_, response) => {
      const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = this.#current;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          Token: sessionToken,
          Expiration: expiresAt.toISOString(),
        }),
      );
    });
  }

  static async serve(storage: Storage): Promise<RoleCredentials> {
    const role = new RoleCredentials(storage);
    role.#server.listen(0, '127.0.0.1');
    await once(role.#server, 'listening');
    return role;
  }

  /** Environment that makes a backend fetch its credentials here. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/`,
    };
  }

  /** Expires the current credentials now. The next request gets new ones. */
  rotate(): void {
    this.#storage.addCredentials({ ...this.#current, expiresAt: new Date() });
    this.#current = makeCredentials();
    this.#storage.addCredentials(this.#current);
  }

  close(): void {
    this.#server.close();
  }
}

function makeCredentials() {
  const [key, secret, token] = [1, 2, 3].map(() => randomBytes(10).toString('hex'));
  return {
    accessKeyId: `ASIA${key}`,
    secretAccessKey: `${secret}`,
    sessionToken: `${token}`,
    expiresAt: new Date(Date.now() + LIFETIME_MS),
  };
}
