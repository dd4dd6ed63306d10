import { BlockList, isIP } from 'node:net';

/** Says whether an address is in a list. Also matches IPv4 addresses that are written as IPv6 (`::ffff:10.0.0.7`). */
export type AddressList = (address: string | undefined) => boolean;

/** Makes a list of addresses (`10.0.0.7`) and subnets (`10.0.0.0/8`). The schema has already checked them. */
export function createAddressList(entries: readonly string[]): AddressList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) =>
    address !== undefined && isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
