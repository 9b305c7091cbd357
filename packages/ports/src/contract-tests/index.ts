export { controlStoreContract, type OpenControlStore } from './control-store.ts';
export * from './life-cycles.ts';
export { type OpenObjectStore, objectStoreContract } from './object-store.ts';
export { queueContract } from './queue.ts';
export { type CopyParquet, type OpenWarehouse, warehouseContract } from './warehouse.ts';
