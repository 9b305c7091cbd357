export * from './compare.ts';
export * from './create-table.ts';
export * from './dialect.ts';
export * from './feed.ts';
export * from './guards.ts';
export * from './merge.ts';
export * from './quote.ts';
export * from './set-aside.ts';
