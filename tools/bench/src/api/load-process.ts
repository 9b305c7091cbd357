import { once } from 'node:events';
import autocannon from 'autocannon';

/** What a process of its own asks of a server, for so long and by so many connections. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

export interface Loaded {
  readonly perSecond: number;
  /** Replies that are no success, and calls without a reply. */
  readonly errors: number;
  readonly calls: number;
}

const [load] = (await once(process, 'message')) as [Load];
const result = await autocannon({
  url: load.url,
  headers: { ...load.headers },
  requests: load.paths.map((path) => ({ method: 'GET', path })),
  connections: load.connections,
  duration: load.seconds,
  timeout: 30,
});
const loaded: Loaded = {
  perSecond: result.requests.total / result.duration,
  errors: result.errors + result.timeouts + result.non2xx,
  calls: result.requests.total,
};
process.send?.(loaded, () => process.exit(0));
