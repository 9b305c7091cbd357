import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** What tables the project has, what fills them, and what is forecast. */
export const starQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'star'],
    queryFn: ({ signal }) => client.getStar({ params: { projectId } }, { signal }),
  });

/** The published JSON Schema of a star; it changes with the server alone. */
export const starSchemaQuery = () =>
  queryOptions({
    queryKey: ['star-schema'],
    queryFn: ({ signal }) => client.getStarSchema({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
