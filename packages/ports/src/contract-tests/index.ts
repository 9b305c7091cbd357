export { controlStoreContract, type OpenControlStore } from './control-store.ts';
export { queueContract } from './queue.ts';
