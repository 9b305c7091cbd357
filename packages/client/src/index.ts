export { ApiError } from './api-error.ts';
export { type Client, type ClientOptions, createClient } from './create-client.ts';
export type { Arguments, Bytes, CallOptions, Method, Result } from './method.ts';
export { type FileInParts, type InPartsOptions, inPartsFromBytes, uploadInParts } from './upload-in-parts.ts';
