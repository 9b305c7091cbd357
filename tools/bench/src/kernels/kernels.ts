import type { Bench } from '../bench.ts';
import { compareTrees } from './trees.ts';

/** Kernels of the forecast engine side by side with what a user would pick instead, by CPU time, one thread. */
export const kernels: Bench = {
  name: 'kernels',
  about: 'Speed of the kernels against libraries, as far as `python3` on the PATH has them.',
  usage: 'kernels',
  run: async () => ({ trees: await compareTrees() }),
};
