import { parseArgs } from 'node:util';
import { type Bench, readingArguments, UsageError } from '../bench.ts';
import { putLoad, serveBare, slowestOf } from './in-process.ts';
import { type Serving, serve } from './serving.ts';
import { trickle } from './trickle.ts';

const rounds = 9;
const clients = 500;
const tricklingSockets = 500;

/** The API beside a bare server, under five hundred clients, and beside sockets that trickle. */
export const api: Bench = {
  name: 'api',
  about:
    'Calls per second beside a bare node:http server, errors and memory under 500 clients, and p99 beside 500 trickling sockets.',
  usage: 'api [--seconds N] [--round-seconds N]',
  async run(args) {
    const { seconds, roundSeconds } = readArguments(args);
    const serving = await serve();
    try {
      const project = `/api/v1/projects/${serving.projectId}`;
      const routes = await besideBare(
        serving,
        { me: '/api/v1/me', project, loads: `${project}/loads?limit=10` },
        roundSeconds,
      );
      const crowd = await underClients(serving, seconds);
      const loris = await besideTrickling(serving, roundSeconds);
      return {
        // Of the two that have authentication and validation and no SQL of their own.
        ratio_bare_http: Math.min(routes.me.ratio, routes.project.ratio),
        ratio_with_sql: routes.loads.ratio,
        rounds,
        routes,
        seconds,
        ...crowd,
        ...loris,
      };
    } finally {
      await serving.stop();
    }
  },
};

/**
 * Calls per second of each route as a share of a bare server's with the same bytes: medians of rounds, each of which asks
 * all of them, one after the other, so that a minute in which the machine is slow does not fall on one alone.
 */
async function besideBare<K extends string>(serving: Serving, paths: Readonly<Record<K, string>>, seconds: number) {
  const pairs = new Map<K, Pair>();
  for (const [name, path] of Object.entries(paths) as [K, string][]) pairs.set(name, await pairOf(serving, path));
  try {
    for (const pair of pairs.values()) await ask(pair, 0, seconds);
    for (const pair of pairs.values()) pair.asked.length = 0;
    for (let round = 0; round < rounds; round++) for (const pair of pairs.values()) await ask(pair, round, seconds);
  } finally {
    for (const pair of pairs.values()) pair.bare.stop();
  }
  const figures = [...pairs].map(([name, { asked }]) => {
    const sorted = asked.map((it) => rounded(it.ratio, 3)).sort((a, b) => a - b);
    console.info(`${name}: ${sorted.join(', ')} of a bare server's`);
    const figure = {
      ratio: sorted[Math.floor(rounds / 2)]!,
      least: sorted[0]!,
      most: sorted.at(-1)!,
      per_s: Math.round(Math.max(...asked.map((it) => it.perSecond))),
    };
    return [name, figure] as const;
  });
  return Object.fromEntries(figures) as Record<K, (typeof figures)[number][1]>;
}

/** A route, and a bare server that answers with its bytes. */
interface Pair {
  readonly path: string;
  readonly url: string;
  readonly headers: Serving['headers'];
  readonly bare: { readonly url: string; stop(): void };
  readonly asked: { ratio: number; perSecond: number }[];
}

async function pairOf({ url, headers }: Serving, path: string): Promise<Pair> {
  const reply = await fetch(url + path, { headers });
  if (reply.status !== 200) throw new Error(`${path} was answered with ${reply.status}`);
  return { path, url, headers, bare: await serveBare(await reply.text()), asked: [] };
}

/** Asks both, in another order each time. */
async function ask({ path, url, headers, bare, asked }: Pair, round: number, seconds: number): Promise<void> {
  const load = (at: string) => putLoad({ url: at, headers, paths: [path], connections: 50, seconds });
  const turn = round % 2 === 0 ? [url, bare.url] : [bare.url, url];
  const [first, second] = [await load(turn[0]!), await load(turn[1]!)];
  const [ours, theirs] = round % 2 === 0 ? [first, second] : [second, first];
  if (ours.errors + theirs.errors > 0) throw new Error(`${path}: ${ours.errors} and ${theirs.errors} errors`);
  asked.push({ ratio: ours.perSecond / theirs.perSecond, perSecond: ours.perSecond });
}

/** Errors, and what the process grows by from the second fifth of the time to the last, once it is as large as it gets. */
async function underClients(serving: Serving, seconds: number) {
  const { url, headers, projectId } = serving;
  const project = `/api/v1/projects/${projectId}`;
  const paths = ['/api/v1/me', project, `${project}/loads?limit=10`, `${project}/models`];
  await putLoad({ url, headers, paths, connections: clients, seconds });
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(serving.memory()), 250);
  const { errors, calls } = await putLoad({ url, headers, paths, connections: clients, seconds });
  clearInterval(timer);
  const median = (from: number, to: number) => {
    const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)).sort((a, b) => a - b);
    return part[Math.floor(part.length / 2)] ?? Number.NaN;
  };
  const grown = (median(0.8, 1) - median(0.2, 0.4)) / 1024 ** 2;
  return { clients, calls, errors, rss_growth_mb: rounded(grown, 1), rss_mb: Math.round(median(0.8, 1) / 1024 ** 2) };
}

/** p99 of a few clients beside sockets that never end a request, as a multiple of the p99 without them. */
async function besideTrickling({ url, headers, port, projectId }: Serving, seconds: number) {
  const load = { url, headers, paths: [`/api/v1/projects/${projectId}`], connections: 8, seconds };
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await slowestOf(load);
    const stop = trickle(port, tricklingSockets);
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      ratios.push((await slowestOf(load)).p99Ms / alone.p99Ms);
    } finally {
      stop();
    }
  }
  ratios.sort((a, b) => a - b);
  return {
    slow_loris_p99_ratio: rounded(ratios[Math.floor(rounds / 2)]!, 2),
    slow_loris_most: rounded(ratios.at(-1)!, 2),
  };
}

const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

function readArguments(args: readonly string[]) {
  const { values } = readingArguments(() =>
    parseArgs({
      args: [...args],
      options: { seconds: { type: 'string', default: '60' }, 'round-seconds': { type: 'string', default: '4' } },
    }),
  );
  const positive = (name: string, text: string) => {
    const value = Number(text);
    if (!(value >= 1)) throw new UsageError(`${name} ${text} is not a number of seconds, at least 1.`);
    return value;
  };
  return {
    seconds: positive('--seconds', values.seconds),
    roundSeconds: positive('--round-seconds', values['round-seconds']),
  };
}
