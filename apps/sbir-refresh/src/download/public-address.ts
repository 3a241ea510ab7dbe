import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Networks that are not the public internet, and ways to write an IPv4 address as an IPv6 one: what
 * lies behind those cannot be judged by its prefix, so they are refused whole.
 *
 * Source: IANA special-purpose address registries, IPv4 and IPv6 (RFC 6890 and its updates).
 */
const NOT_PUBLIC_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/** Only 2000::/3 is handed out; of it these are special. */
const NOT_PUBLIC_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;
const GLOBAL_IPV6 = '2000::/3';

const refusedIpv4 = listOf(NOT_PUBLIC_IPV4, 'ipv4');
const refusedIpv6 = listOf(NOT_PUBLIC_IPV6, 'ipv6');
const globalIpv6 = listOf([GLOBAL_IPV6], 'ipv6');

/**
 * Whether an address belongs to the public internet: not to this host, its network, its cloud's
 * metadata service, or any other special range.
 *
 * @param address - as a resolver gives it, `93.184.216.34`, `2606:2800:21f::1`
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refusedIpv4.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  return globalIpv6.check(address, 'ipv6') && !refusedIpv6.check(address, 'ipv6');
}

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
