export * from './errors.ts';
export * from './frame.ts';
export * from './frame-codec.ts';
export * from './time.ts';
