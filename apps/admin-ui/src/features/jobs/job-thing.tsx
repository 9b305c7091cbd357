import type { Job } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';

/** What a job is for, as a link to its page. */
export function JobThing({ job: { id, projectId, kind, name } }: { readonly job: Job }) {
  const params = { projectId };
  switch (kind) {
    case 'provision':
      return (
        <Link to="/projects/$projectId/settings" params={params}>
          {name}
        </Link>
      );
    case 'load':
      return (
        <Link to="/projects/$projectId/files" params={params} search={{ load: id }}>
          {name}
        </Link>
      );
    case 'train':
      return (
        <Link to="/projects/$projectId/training/$runId" params={{ ...params, runId: id }}>
          {name}
        </Link>
      );
    case 'batch-forecast':
      return (
        <Link to="/projects/$projectId/forecasts/$batchId" params={{ ...params, batchId: id }}>
          {name}
        </Link>
      );
    case 'deploy':
      return (
        <Link to="/projects/$projectId/endpoints" params={params} search={{ endpoint: name }}>
          {name}
        </Link>
      );
  }
}
