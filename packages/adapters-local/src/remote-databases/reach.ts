import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { HostNotAllowed, Unavailable } from '@tandem/data-model';
import { addressKind, innermost } from './address-kind.ts';
import { type AllowedHosts, type HostAndPort, plain } from './allowed-hosts.ts';

export type Lookup = (host: string) => Promise<readonly string[]>;

export interface Reach {
  /** Throws HostNotAllowed where the operator has not named it. */
  requireNamed(of: HostAndPort): void;
  /** The address to connect to, which was looked at itself. Throws HostNotAllowed, and Unavailable for an unknown name. */
  addressOf(of: HostAndPort): Promise<string>;
}

/**
 * Which addresses connections may reach. A name is looked up once, here, and what it leads to is what is connected to:
 * whoever answers for the name cannot answer otherwise later. One address that none may reach is enough to refuse it.
 * Never the control store's own, by whatever name. A name that is not found out in `lookupMs` is an unknown one.
 */
export function openReach(
  allowed: AllowedHosts,
  controlStoreUrl: string,
  { lookup: ask = lookUp, lookupMs = 5_000 }: { readonly lookup?: Lookup; readonly lookupMs?: number } = {},
): Reach {
  const lookup = inTime(ask, lookupMs);
  const store = placeOf(controlStoreUrl);
  const requireNamed = (of: HostAndPort) => {
    if (allowed(of) === 'none') throw notNamed(of);
  };
  return {
    requireNamed,
    async addressOf(of) {
      requireNamed(of);
      const { host, port } = of;
      const addresses = isIP(host) ? [host] : await lookup(host).catch((cause) => Promise.reject(unknown(host, cause)));
      const [first] = addresses;
      if (first === undefined) throw unknown(host, undefined);
      const byItself = allowed(of) === 'itself' && isLoopbackName(host);
      for (const address of addresses) {
        const kind = addressKind(address);
        if (kind === 'never') throw notReached(host, address, 'which no connection may reach');
        if (kind === 'loopback' && !byItself) throw notReached(host, address, 'which is this machine itself');
      }
      for (const address of addresses) {
        if (await isControlStore(store, { host: address, port }, lookup)) throw ownStore(of);
      }
      return first;
    },
  };
}

const isLoopbackName = (host: string) =>
  plain(host) === 'localhost' || (isIP(host) !== 0 && addressKind(host) === 'loopback');

/**
 * Each look-up within a time. One that goes on beyond it occupies a thread of the system's resolver, of which there are
 * few, so whoever asks for the same name meanwhile waits for that one.
 */
function inTime(lookup: Lookup, ms: number): Lookup {
  const pending = new Map<string, ReturnType<Lookup>>();
  const shared = (host: string) => {
    const asked = pending.get(host);
    if (asked) return asked;
    const asking = lookup(host).finally(() => pending.delete(host));
    pending.set(host, asking);
    return asking;
  };
  return (host) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not looked up in ${ms} ms`)), ms);
      shared(host)
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
}

async function lookUp(host: string): Promise<string[]> {
  return (await systemLookup(host, { all: true, verbatim: true })).map((it) => it.address);
}

/** Whether an address and port are those of the control store, which listens at all addresses of this machine if it does at one. */
async function isControlStore(store: Place, { host: address, port }: HostAndPort, lookup: Lookup): Promise<boolean> {
  if (port !== store.port) return false;
  const isHere = (it: string) => addressKind(it) === 'loopback' || ownAddresses().includes(innermost(it));
  // A store that cannot be looked up now does not serve anybody; rather none is reached than it.
  const stores = store.isLocal
    ? ['127.0.0.1']
    : isIP(store.host)
      ? [store.host]
      : await lookup(store.host).catch(() => null);
  if (stores === null) return true;
  return stores.some((it) => innermost(it) === innermost(address) || (isHere(it) && isHere(address)));
}

interface Place extends HostAndPort {
  /** Whether it is reached by a socket of this machine. */
  readonly isLocal: boolean;
}

function placeOf(url: string): Place {
  const { hostname, port, searchParams } = new URL(url);
  const host = decodeURIComponent(searchParams.get('host') ?? hostname).replace(/^\[(.*)\]$/, '$1');
  const isLocal = host === '' || host.startsWith('/');
  return { host, port: Number(searchParams.get('port') ?? port) || Number(process.env.PGPORT) || 5432, isLocal };
}

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((it) => (it ?? []).map(({ address }) => innermost(address)));

export const written = ({ host, port }: HostAndPort): string =>
  isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;

const notNamed = (of: HostAndPort) =>
  new HostNotAllowed(
    `Connections may not reach ${written(of)}: the operator of this installation has not named it.`,
    `Have ${written(of)} added to TANDEM_CONNECTION_HOSTS and the installation started again, or use a host that it names.`,
    { faults: [{ at: 'body.host', expected: 'a host and port of TANDEM_CONNECTION_HOSTS', got: written(of) }] },
  );

const notReached = (host: string, address: string, why: string) =>
  new HostNotAllowed(
    host === address ? `${address} is an address ${why}.` : `${host} leads to ${address}, ${why}.`,
    'Use a host that leads to the address of the database. A database on this machine is named by itself: localhost or 127.0.0.1.',
  );

const ownStore = (of: HostAndPort) =>
  new HostNotAllowed(
    `At ${written(of)} is the database in which this installation keeps its own records; no connection may reach that.`,
    'Use a database on another server.',
  );

export const ownRecords = (of: HostAndPort): HostNotAllowed =>
  new HostNotAllowed(
    `The database at ${written(of)} holds the records of an installation of Tandem; no connection may reach those.`,
    'Use another database.',
  );

const unknown = (host: string, cause: unknown) =>
  new Unavailable(
    `The host ${host} is not known.`,
    'See that its name is right, and that this machine can look it up.',
    {
      cause,
    },
  );
