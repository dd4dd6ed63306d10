import { isIPv6 } from 'node:net';

/**
 * What to count requests of an address under: an IPv4 address itself; of IPv6 the /64 network, as one
 * customer has at least so many addresses to call from.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6177
 */
export function clientNetwork(address: string): string {
  const [bare = ''] = address.split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(bare)) return address;
  // URLs write IPv6 in its one canonical form.
  const { hostname } = new URL(`http://[${bare}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::', 2);
  const first = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from(
    { length: tail === undefined ? 0 : 8 - first.length - last.length },
    () => '0',
  );
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
