import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whom an address stands for when calls are counted: itself; of IPv6 its /64, for that is what one customer gets, and
 * whoever has one has 2^64 addresses.
 */
export function clientOf(address: string): string {
  const known = clients.get(address);
  if (known !== undefined) return known;
  if (clients.size >= mostClients) clients.clear();
  const client = readClient(address);
  clients.set(address, client);
  return client;
}

/** Of addresses that have called lately; each call asks at least once. */
const clients = new Map<string, string>();
const mostClients = 10_000;

function readClient(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain;
  const groups = ipaddr.IPv6.parse(plain).parts.slice(0, 4);
  return `${groups.map((it) => it.toString(16)).join(':')}::/64`;
}

/** Without a zone, and IPv4 as itself where it comes within IPv6. */
function plainAddress(address: string): string {
  const [plain = ''] = address.split('%');
  return isIP(plain) === 6 ? ipaddr.process(plain).toString() : plain;
}

/** Addresses and networks, such as `10.0.0.0/8`, of a list; undefined where one of them is neither. */
export function addressList(texts: readonly string[]): ((address: string) => boolean) | undefined {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', bits, ...more] = text.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    if (version === 0 || more.length > 0 || !/^\d*$/.test(bits ?? '') || bits === '' || prefix > most) return undefined;
    list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  };
}
