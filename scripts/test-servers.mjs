import { aptInstall, find } from './programs.mjs';

/** Servers that tests start on their own ports. `help` follows "The tests need". */
const SERVERS = {
  redis: {
    variable: 'REDIS_SERVER_PATH',
    names: ['redis-server', 'valkey-server'],
    places: ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'],
    packages: ['redis-server'],
    help: 'a real Redis: install redis-server (Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_SERVER_PATH to it.',
  },
  nginx: {
    variable: 'NGINX_PATH',
    names: ['nginx'],
    // Not on every user's PATH.
    places: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
    packages: ['nginx-light'],
    help: 'a real nginx: install it (Debian: apt-get install nginx-light, macOS: brew install nginx), or set NGINX_PATH to it.',
  },
};

/**
 * Finds the servers that tests start, or installs Debian's if this user may. Environment variables tell the tests
 * where they are.
 *
 * @param names the servers to find. By default all
 * @throws when it finds none, with what to do
 */
export async function ensureTestServers(names = Object.keys(SERVERS)) {
  for (const name of names) process.env[SERVERS[name].variable] = await ensure(name, SERVERS[name]);
}

async function ensure(name, server) {
  const found = find(server);
  if (found) return found;
  console.log(`No ${name} found. Installing one.`);
  if ((await aptInstall(server.packages)) && find(server)) return find(server);
  throw new Error(`The tests need ${server.help}`);
}
