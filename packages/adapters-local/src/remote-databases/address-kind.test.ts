import { expect, it } from 'vitest';
import { addressKind } from './address-kind.ts';

it.each([
  ['169.254.169.254', 'never'],
  ['fe80::1', 'never'],
  ['fe80::1%eth0', 'never'],
  ['fd00:ec2::254', 'never'],
  ['100.100.100.200', 'never'],
  ['0.0.0.0', 'never'],
  ['::', 'never'],
  ['224.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
  ['ff02::1', 'never'],
  ['no address', 'never'],
  // The same within IPv6.
  ['::ffff:169.254.169.254', 'never'],
  ['::ffff:a9fe:a9fe', 'never'],
  ['64:ff9b::169.254.169.254', 'never'],
  ['2002:a9fe:a9fe::1', 'never'],
  ['::169.254.169.254', 'never'],
  ['127.0.0.1', 'loopback'],
  ['127.8.8.8', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.0.0.7', 'other'],
  ['192.168.1.1', 'other'],
  ['fd00::7', 'other'],
  ['93.184.216.34', 'other'],
  ['2606:2800:220:1::1', 'other'],
])('takes %s for %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});
