import { isIPv6 } from 'node:net';

/**
 * The network that an address is counted under. For IPv4, the address itself. For IPv6, its /64 network,
 * because one customer has at least that many addresses.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6177
 */
export function clientNetwork(address: string): string {
  const [bare = ''] = address.split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(bare)) return address;
  // The URL parser normalizes IPv6 addresses.
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
