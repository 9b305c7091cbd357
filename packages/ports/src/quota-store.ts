import type { QuotaLimit, QuotaName } from '@tandem/data-model/contract';

/** A limit as it is kept: of a domain and its projects, or of one project. */
export interface KeptQuota extends QuotaLimit {
  /** Null of the domain. */
  readonly projectId: string | null;
}

/**
 * Limits, and what is used of them. The store itself refuses a record that would go beyond one: creating such throws
 * QuotaExceeded, also where many callers create at once.
 */
export interface QuotaStore {
  /** Of a domain, and of one of its projects where it is given. */
  limits(domainId: string, projectId?: string): Promise<KeptQuota[]>;
  /** Replaces all limits of a domain, or all own ones of a project of it. */
  set(domainId: string, projectId: string | null, quotas: readonly QuotaLimit[]): Promise<void>;
  /** What a domain, or a project of it, uses at this moment, in the unit of the quota. */
  used(quotas: readonly QuotaName[], domainId: string, projectId: string | null): Promise<Map<QuotaName, number>>;
}
