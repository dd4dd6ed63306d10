/**
 * The state that several replicas of Slipway's backend share, in Redis.
 *
 * @module
 */
export type { RedisClient } from './store/redis-client.ts';
export { createRedisStore, type RedisStoreOptions } from './store/redis-store.ts';
