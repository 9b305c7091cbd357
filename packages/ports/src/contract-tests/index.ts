export { auditLogContract } from './audit-log.ts';
export { controlStoreContract, type OpenControlStore } from './control-store.ts';
export { identityStoreContract } from './identity-store.ts';
export { jobsContract } from './jobs.ts';
export { keptRepliesContract } from './kept-replies.ts';
export * from './life-cycles.ts';
export { type OpenObjectStore, objectStoreContract } from './object-store.ts';
export { queueContract } from './queue.ts';
export { type CopyParquet, type OpenWarehouse, warehouseContract } from './warehouse.ts';
