import type { Upload, UploadSession } from '@tandem/data-model/contract';

/**
 * Files that come in parts. One that has expired is no longer found. A session ends once: of those that complete it or
 * delete it at the same time, one is told that it did.
 */
export interface UploadSessions {
  /**
   * The open one of the same file, which lives as long as the new one would, or a new one; undefined where the project
   * has `most` open. Of many at once too. Throws QuotaExceeded.
   */
  begin(record: Omit<UploadSession, 'id' | 'createdAt'>, most: number): Promise<UploadSession | undefined>;
  get(projectId: string, id: string): Promise<UploadSession | undefined>;
  /** Newest first. */
  list(projectId: string): Promise<UploadSession[]>;
  /** Ends it and keeps the upload that it became, in one transaction; undefined where it has ended or expired. */
  complete(id: string, upload: Omit<Upload, 'createdAt'>): Promise<Upload | undefined>;
  /** Whether it was there to be ended. */
  delete(id: string): Promise<boolean>;
  /** Those that have expired, of all projects. */
  expired(limit: number): Promise<UploadSession[]>;
}
