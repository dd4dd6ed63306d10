#!/usr/bin/env node
/**
 * Creates the secrets that compose.yaml mounts, once, in `deploy/secrets`. Only the owner can enter the folder. The files
 * are readable, because the users inside the containers must read them.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? fileURLToPath(new URL('secrets', import.meta.url));
if (existsSync(folder)) {
  console.error(`${folder} already exists. Remove it to create new secrets.`);
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
chmodSync(folder, 0o700);

const storeSecret = randomBytes(30).toString('base64url');
const passwords = ['admin', 'alice'].map((user) => [user, randomBytes(12).toString('base64url')]);

write('token-keys', `k1:${randomBytes(32).toString('base64')}`);
write('metrics-token', randomBytes(32).toString('base64url'));
write('redis-password', randomBytes(32).toString('base64url'));
write('store-secret', storeSecret);
write(
  's3-credentials',
  `[default]\naws_access_key_id = slipway\naws_secret_access_key = ${storeSecret}`,
);
write('htpasswd', passwords.map(([user, password]) => `${user}:${salted(password)}`).join('\n'));
for (const [user, password] of passwords) console.log(`${user}: ${password}`);

function write(name, text) {
  writeFileSync(join(folder, name), `${text}\n`, { mode: 0o644 });
}

/** The format that nginx reads: SHA-1 of password and salt, then the salt. The passwords are too long to guess. */
function salted(password) {
  const salt = randomBytes(16);
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}
