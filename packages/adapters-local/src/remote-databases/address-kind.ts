import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * What an address is for connections: `never` for what no database of anybody's is at: link-local addresses, at which
 * clouds tell secrets to whoever asks, further ones of that kind, multicast and unspecified ones; `loopback` for this machine.
 */
export function addressKind(address: string): 'never' | 'loopback' | 'other' {
  const plain = innermost(address);
  const version = isIP(plain);
  if (version === 0) return 'never';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (loopback.check(plain, family)) return 'loopback';
  return never.check(plain, family) ? 'never' : 'other';
}

/** The IPv4 address within an IPv6 one, where it is there to be translated to: mapped, NAT64, 6to4 and compatible ones. */
export function innermost(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = ipaddr.IPv6.parse(address.split('%')[0]!).parts;
  const four = (high: number, low: number) =>
    [groups[high]! >> 8, groups[high]! & 255, groups[low]! >> 8, groups[low]! & 255].join('.');
  const zeros = (count: number) => groups.slice(0, count).every((it) => it === 0);
  if (zeros(5) && groups[5] === 0xffff) return four(6, 7);
  if (groups[0] === 0x64 && groups[1] === 0xff9b) return four(6, 7);
  if (groups[0] === 0x2002) return four(1, 2);
  if (zeros(6) && (groups[6]! !== 0 || groups[7]! > 1)) return four(6, 7);
  return address;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const never = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  never.addSubnet(net, bits, 'ipv4');
// Where one cloud tells its secrets beside link-local addresses.
never.addAddress('100.100.100.200', 'ipv4');
never.addAddress('168.63.129.16', 'ipv4');
for (const [net, bits] of [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::', 32],
] as const)
  never.addSubnet(net, bits, 'ipv6');
