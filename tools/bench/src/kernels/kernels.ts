import { parseArgs } from 'node:util';
import { type Bench, readingArguments, UsageError } from '../bench.ts';
import { againstAugurs } from './against-augurs.ts';
import { againstPeer } from './against-peer.ts';
import { compareTrees } from './trees.ts';

/** What a comparison needs to find its peer. */
export interface KernelOptions {
  /** Python 3 with statsforecast and the like. */
  readonly python: string;
  readonly rscript: string;
}

/** Figures of one comparison; `{ skipped }` with the reason where its peer isn't installed. */
export type Comparison = (options: KernelOptions) => Promise<Record<string, unknown>>;

const comparisons: Readonly<Record<string, Comparison>> = {
  augurs: againstAugurs,
  statsforecast: ({ python }) => againstPeer(python, 'statsforecast-fits.py'),
  lightgbm: ({ python }) => compareTrees(python),
  r_forecast: ({ rscript }) => againstPeer(rscript, 'forecast-fits.R'),
};

/** Speed and fit of the kernels beside what else there is for the same work, on one core. */
export const kernels: Bench = {
  name: 'kernels',
  about: 'Series per CPU second and in-sample fit of the kernels, beside other libraries where they are installed.',
  usage: `kernels [${Object.keys(comparisons).join('|')}...] [--python PATH] [--rscript PATH]`,
  async run(args) {
    const { wanted, options } = readArguments(args);
    const figures: Record<string, unknown> = {};
    for (const name of wanted) {
      figures[name] = await comparisons[name]!(options);
      console.info(`${name}: ${JSON.stringify(figures[name])}`);
    }
    return figures;
  },
};

function readArguments(args: readonly string[]) {
  const { values, positionals } = readingArguments(() => parse(args));
  const unknown = positionals.filter((it) => !(it in comparisons));
  if (unknown.length > 0) throw new UsageError(`There is no comparison ${unknown.join(', ')}.`);
  return { wanted: positionals.length > 0 ? positionals : Object.keys(comparisons), options: values };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { python: { type: 'string', default: 'python3' }, rscript: { type: 'string', default: 'Rscript' } },
  });
