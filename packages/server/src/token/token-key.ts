/** A key that seals upload tokens. */
export interface TokenKey {
  /** Written in the clear into each token, to find the key again. 1 to 64 of `A-Za-z0-9._-`. */
  readonly id: string;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
}

const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/;
const SECRET_BYTES = 32;

/** @throws TypeError that names the fault, without a secret */
export function assertTokenKeys(keys: readonly TokenKey[]): void {
  if (keys.length === 0) throw new TypeError('tokenKeys needs at least one key: the first seals.');
  const ids = new Set<string>();
  for (const { id, secret } of keys) {
    if (!KEY_ID.test(id)) {
      throw new TypeError('The id of a token key is 1 to 64 letters, digits, ".", "_" or "-".');
    }
    if (ids.has(id)) throw new TypeError(`Two token keys have the id "${id}".`);
    ids.add(id);
    // A rotation that only renames the key would change nothing.
    const same = keys.find((other) => other.id !== id && isSame(other.secret, secret));
    if (same) throw new TypeError(`The token keys "${id}" and "${same.id}" have the same secret.`);
    if (!(secret instanceof Uint8Array) || secret.byteLength !== SECRET_BYTES) {
      throw new TypeError(`The secret of the token key "${id}" must be ${SECRET_BYTES} bytes.`);
    }
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0;
}
