import { isIP } from 'node:net';
import { InvalidInput } from '@tandem/data-model';
import ipaddr from 'ipaddr.js';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Where an operator's list names a host: not at all, within a pattern, or by itself. */
export type Naming = 'none' | 'pattern' | 'itself';

export type AllowedHosts = (of: HostAndPort) => Naming;

const standardPort = 5432;
const pattern = /^(?:\[([0-9a-f:.]+)\]|(\*\.)?((?=.*[a-z0-9])[a-z0-9_.-]+))(?::(\d{1,5}|\*))?$/i;

/**
 * Reads the hosts that an operator names: `db.example.com` at port 5432, `db.example.com:6432`, `10.0.0.7:*` at every port,
 * `*.internal.example.com` for all names below, `[fd00::7]:5432`. None are named by an empty list. Throws InvalidInput.
 */
export function allowedHosts(list: string): AllowedHosts {
  const named = list
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '')
    .map(read);
  return ({ host, port }) => {
    const name = plain(host);
    const fitting = named.filter((it) => it.port === '*' || it.port === port);
    if (fitting.some((it) => !it.below && it.host === name)) return 'itself';
    return isIP(name) === 0 && fitting.some((it) => it.below && name.endsWith(`.${it.host}`)) ? 'pattern' : 'none';
  };
}

/** A host as it is compared: in lower case, IPv6 in its shortest form. */
export function plain(host: string): string {
  return isIP(host) === 6 ? ipaddr.IPv6.parse(host).toString() : host.toLowerCase().replace(/\.$/, '');
}

function read(text: string) {
  const found = pattern.exec(text);
  const [, six, below, name, port = `${standardPort}`] = found ?? [];
  const isPort = port === '*' || (Number(port) >= 1 && Number(port) <= 65_535);
  if (!found || !isPort || (six !== undefined && isIP(six) !== 6) || (below && isIP(name!) !== 0)) {
    throw new InvalidInput(
      `TANDEM_CONNECTION_HOSTS names "${text}", which is no host.`,
      'Give names or addresses with commas between, such as db.example.com,*.internal.example.com:6432,10.0.0.7:*.',
    );
  }
  return { host: plain(six ?? name!), below: below !== undefined, port: port === '*' ? ('*' as const) : Number(port) };
}
