/**
 * The part of a Redis client that the store uses. Clients of `redis` and `@redis/client` fit as they are.
 * Wrap ioredis: `{ sendCommand: ([name, ...rest]) => client.call(name, ...rest) }`. Your application
 * connects the client, closes it and listens to its errors.
 */
export interface RedisClient {
  sendCommand(
    command: readonly string[],
    /** Aborts a command that is still queued in the client. */
    options?: { readonly abortSignal: AbortSignal },
  ): Promise<unknown>;
}
