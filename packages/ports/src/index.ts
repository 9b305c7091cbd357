export type * from './control-store.ts';
export type * from './forecast-backend.ts';
export type * from './object-store.ts';
export type * from './query-runner.ts';
export type * from './queue.ts';
export type * from './task-runner.ts';
export type * from './warehouse.ts';
export type * from './warehouse-compute.ts';
