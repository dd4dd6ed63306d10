/**
 * The state that several replicas of Slipway's backend share, in Redis.
 *
 * @module
 */
export { createRedisStore, type RedisClient, type RedisStoreOptions } from './store/redis-store.ts';
