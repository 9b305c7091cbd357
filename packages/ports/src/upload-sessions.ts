import type { Upload, UploadSession } from '@tandem/data-model/contract';

/** What the files of a project that come in parts may be together. */
export interface MostOpen {
  readonly count: number;
  readonly bytes: number;
}

/**
 * Files that come in parts. One that has expired is no longer found. A session ends once: of those that complete it or
 * delete it at the same time, one is told that it did.
 */
export interface UploadSessions {
  /**
   * The open one of the same file, which lives as long as the new one would, or a new one; undefined where the project
   * would have more open than that. Of many at once too. Throws QuotaExceeded.
   */
  begin(record: Omit<UploadSession, 'id' | 'createdAt'>, most: MostOpen): Promise<UploadSession | undefined>;
  get(projectId: string, id: string): Promise<UploadSession | undefined>;
  /** Newest first. */
  list(projectId: string): Promise<UploadSession[]>;
  /**
   * The right to complete it, which one caller at a time has: for 15 seconds, or until it is renewed no more. Undefined
   * where another has it, or it has ended or expired.
   */
  claim(id: string): Promise<string | undefined>;
  renew(id: string, claim: string): Promise<void>;
  /**
   * Ends it and keeps the upload that it became, in one transaction; undefined where it has ended or expired, or another
   * has claimed it meanwhile.
   */
  complete(id: string, claim: string, upload: Omit<Upload, 'createdAt'>): Promise<Upload | undefined>;
  /** Gives the claim back once `undo` is done, which is not where another has it by now, or it has become an upload. */
  release(id: string, claim: string, undo: () => Promise<void>): Promise<void>;
  /** Whether it was there to be ended. */
  delete(id: string): Promise<boolean>;
  /** The same where it has expired; one with which somebody goes on meanwhile stays. */
  expire(id: string): Promise<boolean>;
  /** Ids of all that a project has, the expired ones too. */
  ids(projectId: string): Promise<string[]>;
  /** Those that have expired, of all projects. */
  expired(limit: number): Promise<UploadSession[]>;
}
