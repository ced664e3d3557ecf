import { BlockList, isIP, isIPv6 } from 'node:net';

/** An IPv4 address within IPv6, as a server on `::` gets it. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** An address without its zone, and IPv4 as such. */
function plainAddress(text: string): string {
  const [address] = text.split('%');
  return MAPPED.exec(address!)?.[1] ?? address!;
}

/**
 * Returns the key by which a client is counted: its IPv4 address, or the 64-bit network of its IPv6 address, in which
 * one client may have any number of addresses.
 */
export function clientOf(text: string): string {
  const address = plainAddress(text);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    groups.push(
      ...Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0'),
    );
    groups.push(...after);
  }
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

/**
 * Parses networks: `10.0.0.0/8`, `2001:db8::/32`, or one address.
 * @returns whether an address is in one of them
 * @throws RangeError
 */
export function networksOf(texts: readonly string[]): (address: string) => boolean {
  const networks = new BlockList();
  for (const text of texts) {
    const [address = '', bits, ...more] = text.split('/');
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (version === 0 || more.length > 0 || prefix < 0 || prefix > longest) {
      throw new RangeError('Expected an address or a network, such as 10.0.0.5 or 10.0.0.0/8');
    }
    networks.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (text) => {
    const address = plainAddress(text);
    const version = isIP(address);
    return version !== 0 && networks.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}

/** Most addresses of a header that are read: more than there are proxies. */
const MOST_HOPS = 32;

/**
 * Returns the address of a request's client: the peer of the connection or, behind trusted proxies, the one they name.
 * The header is read from the right, since a client may invent everything left of the first untrusted address.
 */
export function forwardedFor(
  connected: string,
  header: string | readonly string[] | undefined,
  isProxy: (address: string) => boolean,
): string {
  const hops = [header ?? []].flat().join(',').split(',');
  let client = connected;
  for (let hop = hops.length - 1; hop >= 0 && hop >= hops.length - MOST_HOPS; hop--) {
    if (!isProxy(client)) return client;
    const address = hostOf(hops[hop]!.trim());
    if (address === null) return client;
    client = address;
  }
  return client;
}

/** The address of `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1` and `[2001:db8::1]:443`; `null` if it is none. */
function hostOf(text: string): string | null {
  const host =
    /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return isIP(host) === 0 ? null : host;
}
