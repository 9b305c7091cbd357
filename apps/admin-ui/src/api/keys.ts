/** Query keys. Everything of a project lies under one prefix, so that an act can make all of it fresh at once. */
export const keys = {
  me: ['me'] as const,
  signInMethods: ['sign-in-methods'] as const,
  domains: ['domains'] as const,
  /** Users, groups, units and owners of a domain. */
  domain: (domainId: string) => ['domain', domainId] as const,
  /** The caller's own tokens. */
  tokens: ['tokens'] as const,
  /** What waits for the caller's decision, or was decided. */
  approvals: ['approvals'] as const,
  projects: ['projects'] as const,
  /** Of the whole installation. */
  deadJobs: ['dead-jobs'] as const,
  audit: ['audit'] as const,
  /** Deletions of projects; outside of a project's prefix, for they outlive it. */
  teardowns: ['teardowns'] as const,
  project: (projectId: string) => ['project', projectId] as const,
  /** Outside that prefix: what two loads published stays as it is, whatever is done. */
  comparisons: (projectId: string) => ['comparisons', projectId] as const,
};
