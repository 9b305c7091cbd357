export * from './differences.ts';
export * from './existing.ts';
export * from './file-of-project.ts';
export * from './plan.ts';
export * from './project-file.ts';
