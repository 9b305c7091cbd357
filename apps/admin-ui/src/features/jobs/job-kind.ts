import type { JobKind } from '@tandem/data-model/contract';

/** Whose work a job is: the data rider's or the model rider's. */
export const riderOf = (kind: JobKind): 'data' | 'model' =>
  kind === 'provision' || kind === 'load' ? 'data' : 'model';
