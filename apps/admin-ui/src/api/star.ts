import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** What tables the project has, what fills them, and what is forecast. */
export const starQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'star'],
    queryFn: ({ signal }) => client.getStar({ params: { projectId } }, { signal }),
  });
