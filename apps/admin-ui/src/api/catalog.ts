import type { CatalogEntry } from '@tandem/data-model/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** Entries of a project's catalog; with a search, what it finds, best first. */
export const catalogQuery = (
  projectId: string,
  asked: { readonly search?: string; readonly kind?: CatalogEntry['kind'] },
) =>
  queryOptions({
    queryKey: [...keys.project(projectId), 'catalog', asked],
    queryFn: async ({ signal }) =>
      (await client.listCatalog({ params: { projectId }, query: asked }, { signal })).entries,
    placeholderData: keepPreviousData,
  });

/** Words of a domain's glossary; with a search, what it finds, best first. */
export const termsQuery = (domainId: string, search = '') =>
  queryOptions({
    queryKey: [...keys.domain(domainId), 'glossary', search],
    queryFn: async ({ signal }) =>
      (await client.listTerms({ params: { domainId }, query: search === '' ? {} : { search } }, { signal })).terms,
    placeholderData: keepPreviousData,
  });
