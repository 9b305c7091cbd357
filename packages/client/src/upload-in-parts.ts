import { Unavailable } from '@tandem/data-model';
import type { Upload, UploadProgress } from '@tandem/data-model/contract';
import { ApiError } from './api-error.ts';
import type { Client } from './create-client.ts';

export interface FileInParts {
  readonly name: string;
  readonly bytes: number;
  /** Of the whole file, in lower-case hex. */
  readonly sha256: string;
  /** Its bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface InPartsOptions {
  readonly signal?: AbortSignal;
  /** How often one part is tried while nobody answers; 8 where it does not say, which is about a minute. */
  readonly tries?: number;
  onProgress?(receivedBytes: number, bytes: number): void;
}

/** A longer file goes up in parts: where that is cut off, the same file chosen again sends what is missing. */
export const inPartsFromBytes = 32 * 1024 * 1024;

const firstPauseMs = 250;
const longestPauseMs = 15_000;

/**
 * Uploads a file part by part, each with its checksum. Where the same file was begun before, by whomever, only what is
 * missing is sent; where the server goes away, it waits for it. Throws ApiError, among them CHECKSUM_MISMATCH where the
 * file is another one than its checksum says, and Unavailable where nobody answers for long.
 */
export async function uploadInParts(
  client: Client,
  projectId: string,
  file: FileInParts,
  options: InPartsOptions = {},
): Promise<Upload> {
  const { signal } = options;
  const call = signal ? { signal } : {};
  const { name, bytes, sha256 } = file;
  const session = await patiently(options, () =>
    client.createUploadSession({ params: { projectId }, body: { name, bytes, sha256 } }, call),
  );
  const params = { projectId, uploadSessionId: session.id };
  let received = session.receivedBytes;
  options.onProgress?.(received, bytes);
  for (const part of session.missing) {
    const body = await file.read(...rangeOf(session, part));
    const query = { sha256: await sha256Of(body) };
    await patiently(options, () => client.putUploadPart({ params: { ...params, part }, query, body }, call));
    received += body.length;
    options.onProgress?.(received, bytes);
  }
  // Another call may still be at it, such as one of ours whose answer was lost.
  return patiently(options, () => client.completeUploadSession({ params }, call), 'CONFLICT');
}

function rangeOf({ bytes, partBytes }: UploadProgress, part: number): [number, number] {
  return [(part - 1) * partBytes, Math.min(part * partBytes, bytes)];
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (it) => it.toString(16).padStart(2, '0')).join('');
}

/** Every call of an upload may be made again: a part replaces itself, and completing twice gives the same upload. */
async function patiently<T>(
  { signal, tries = 8 }: InPartsOptions,
  act: () => Promise<T>,
  passingToo?: string,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= tries || !isPassing(error, passingToo)) throw error;
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) * (0.5 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Nobody answered, or whoever did asks to try again. */
function isPassing(error: unknown, passingToo?: string): boolean {
  if (error instanceof Unavailable) return true;
  return error instanceof ApiError && (passing.has(error.code) || error.code === passingToo);
}

const passing = new Set(['UNAVAILABLE', 'TOO_MANY_REQUESTS', 'INTERNAL']);
