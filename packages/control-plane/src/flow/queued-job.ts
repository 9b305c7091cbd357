import type { JobPriority } from '@tandem/data-model/contract';

/** The fields of a job that was accepted just now. */
export const queuedJob = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;

/** The priority of a job where it is not the usual one. */
export const asOf = (priority: JobPriority | undefined): { readonly priority?: 'scheduled' } =>
  priority === 'scheduled' ? { priority } : {};
