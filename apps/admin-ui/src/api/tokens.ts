import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** The caller's own tokens, newest first. */
export const personalTokensQuery = () =>
  queryOptions({
    queryKey: keys.tokens,
    queryFn: async ({ signal }) => (await client.listPersonalTokens({}, { signal })).tokens,
  });

/** Tokens of the services of a project, newest first. */
export const serviceTokensQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'tokens'],
    queryFn: async ({ signal }) => (await client.listServiceTokens({ params: { projectId } }, { signal })).tokens,
  });
