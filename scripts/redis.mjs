import { aptInstall, find } from './programs.mjs';

const REDIS = {
  variable: 'REDIS_SERVER_PATH',
  names: ['redis-server', 'valkey-server'],
  places: ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'],
  packages: ['redis-server'],
};

/**
 * Finds a Redis server, or installs Debian's where we may. The tests start their own, on ports of
 * their own.
 *
 * @returns its path
 * @throws when none can be had, saying what to do
 */
export async function ensureRedis() {
  const found = find(REDIS);
  if (found) return found;
  console.log('No redis-server found; installing one.');
  if ((await aptInstall(REDIS.packages)) && find(REDIS)) return find(REDIS);
  throw new Error(
    'The tests need a real Redis: install redis-server (Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_SERVER_PATH to it.',
  );
}
