import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { inPartsFromBytes, uploadInParts } from '@tandem/client';
import type { Upload } from '@tandem/data-model/contract';
import { client } from './client.ts';

/** How far a long file is: first its checksum is made, then its parts go. */
export interface UploadStep {
  readonly is: 'checking' | 'sending';
  /** 0 to 1. */
  readonly share: number;
}

/** Short enough that the page answers in between. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Uploads a file: a short one in one go, a long one in parts that go on where the connection has broken off, by themselves
 * for about a minute, or when the same file is chosen again. `onStep` is told of long ones alone.
 */
export async function uploadFile(projectId: string, file: File, onStep: (step: UploadStep) => void): Promise<Upload> {
  const { name, size: bytes } = file;
  if (bytes < inPartsFromBytes) return client.createUpload({ params: { projectId }, query: { name }, body: file });
  const digest = await sha256Of(file, (done) => onStep({ is: 'checking', share: done / bytes }));
  return uploadInParts(
    client,
    projectId,
    { name, bytes, sha256: digest, read: (start, end) => bytesOf(file, start, end) },
    { onProgress: (received) => onStep({ is: 'sending', share: received / bytes }) },
  );
}

/** Of a file of any length: the browser's own SHA-256 takes a whole in memory, and this one piece after piece. */
async function sha256Of(file: File, onBytes: (done: number) => void): Promise<string> {
  const hash = sha256.create();
  for (let start = 0; start < file.size; start += pieceBytes) {
    onBytes(start);
    hash.update(await bytesOf(file, start, Math.min(start + pieceBytes, file.size)));
  }
  return bytesToHex(hash.digest());
}

const bytesOf = async (file: File, start: number, end: number) =>
  new Uint8Array(await file.slice(start, end).arrayBuffer());
