import type { Job } from '@tandem/data-model/contract';

/** Where the record of a kind of job lies, what its kind calls the states of a job, and what it keeps of them. */
export interface KindOfJob {
  readonly table: string;
  /** States in which it has not ended. */
  readonly open: readonly string[];
  /** The state in which it was accepted. */
  readonly accepted: string;
  readonly cancelled: string;
  /** Whether it has the fields that jobs of the contract have, such as progress. */
  readonly keepsProgress: boolean;
  /** Its state as a job's, as SQL. */
  readonly state: string;
  /** What a person knows it by, as SQL. */
  readonly name: string;
}

const record = { open: ['queued', 'running'], accepted: 'queued', cancelled: 'cancelled', state: 'r.state' } as const;

export const kindsOfJob: Readonly<Record<Job['kind'], KindOfJob>> = {
  provision: {
    table: 'projects',
    open: ['provisioning'],
    accepted: 'provisioning',
    cancelled: 'failed',
    keepsProgress: false,
    state: `case r.state when 'active' then 'succeeded' when 'failed' then
      case r.error ->> 'code' when 'CANCELLED' then 'cancelled' else 'failed' end
      else case when l.attempts > 0 then 'running' else 'queued' end end`,
    name: 'r.name',
  },
  load: { ...record, table: 'loads', keepsProgress: true, name: 'r.kind' },
  train: { ...record, table: 'training_runs', keepsProgress: true, name: 'r.name' },
  'batch-forecast': { ...record, table: 'batch_forecasts', keepsProgress: true, name: `r.horizon || ' steps'` },
  workflow: { ...record, table: 'workflow_runs', keepsProgress: true, name: 'r.name' },
  deploy: {
    table: 'endpoints',
    open: ['creating'],
    accepted: 'creating',
    cancelled: 'failed',
    keepsProgress: false,
    state: `case r.state when 'in-service' then 'succeeded' when 'failed' then
      case r.error ->> 'code' when 'CANCELLED' then 'cancelled' else 'failed' end
      else case when l.attempts > 0 then 'running' else 'queued' end end`,
    name: 'r.name',
  },
};
