import type { Job } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { nameOfJob } from './job-kind.ts';

/** What a job is for, as a link to its page. */
export function JobThing({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const { id, projectId, kind, name } = job;
  const called = nameOfJob(t, job);
  const params = { projectId };
  switch (kind) {
    case 'provision':
      return (
        <Link to="/projects/$projectId/settings" params={params}>
          {called}
        </Link>
      );
    case 'load':
      return (
        <Link to="/projects/$projectId/files" params={params} search={{ load: id }}>
          {called}
        </Link>
      );
    case 'train':
      return (
        <Link to="/projects/$projectId/training/$runId" params={{ ...params, runId: id }}>
          {called}
        </Link>
      );
    case 'batch-forecast':
      return (
        <Link to="/projects/$projectId/forecasts/$batchId" params={{ ...params, batchId: id }}>
          {called}
        </Link>
      );
    case 'workflow':
      return (
        <Link to="/projects/$projectId/workflows" params={params} search={{ run: id }}>
          {called}
        </Link>
      );
    case 'deploy':
      return (
        <Link to="/projects/$projectId/endpoints" params={params} search={{ endpoint: name }}>
          {called}
        </Link>
      );
  }
}
