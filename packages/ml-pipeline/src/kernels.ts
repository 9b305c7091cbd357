/** What lies below the pipeline and is measured by itself; for benches alone. */
export { type BinnedRows, type Bins, binnedRows, learnBins, putRow } from './trees/binning.ts';
export { type BoostRules, boost, type Lesson } from './trees/boost.ts';
export { chance } from './trees/chance.ts';
export { histogramLength, unit } from './trees/histogram.ts';
export { plainKernels, type TreeKernels, treeKernels } from './trees/tree-kernels.ts';
export { predictRow } from './trees/tree-model.ts';
