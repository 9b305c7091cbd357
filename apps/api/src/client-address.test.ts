import { expect, it } from 'vitest';
import { addressList, clientOf } from './client-address.ts';

it.each([
  ['10.0.0.7', '10.0.0.7'],
  ['::ffff:10.0.0.7', '10.0.0.7'],
  ['::FFFF:a00:7', '10.0.0.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::7%0.1', '2001:db8:0:0::/64'],
  ['f:o:o', 'f:o:o'],
])('counts %s as %s', (address, client) => expect(clientOf(address)).toBe(client));

it('finds addresses in networks, and takes no list that it does not understand', () => {
  const isKnown = addressList(['10.0.0.0/8', '192.168.1.4', '2001:db8::/32'])!;

  const asked = ['10.9.8.7', '::ffff:10.9.8.7', '192.168.1.4', '192.168.1.5', '2001:db8::7', '2001:db9::7', 'nobody'];
  expect(asked.map(isKnown)).toEqual([true, true, true, false, true, false, false]);
  for (const it of ['10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/8/8', '10.0.0.0/']) {
    expect(addressList([it])).toBeUndefined();
  }
});
