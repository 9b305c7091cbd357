export * from './counted.ts';
export * from './errors.ts';
export * from './frame.ts';
export * from './frame-codec.ts';
export * from './star/reject-reason.ts';
export * from './star/retail-sales.ts';
export * from './star/star.ts';
export * from './time.ts';
