/** The fields of a job that was accepted just now. */
export const queuedJob = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;

/** The states in which a job still can change. */
export const openStates = ['queued', 'running'] as const;
