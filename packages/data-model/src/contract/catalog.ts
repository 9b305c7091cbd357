import { z } from 'zod';
import { TermId } from './glossary.ts';
import { instant, operation } from './operation.ts';
import { InProject } from './projects.ts';

export const entryKinds = ['table', 'file', 'model', 'forecast', 'endpoint'] as const;

/** Something of a project that people look for. */
export const CatalogEntry = z
  .object({
    entry: z.string().describe('Its kind and its name or id, e.g. table:store_sales'),
    kind: z.enum(entryKinds),
    name: z.string(),
    description: z.string(),
    columns: z.array(z.object({ name: z.string(), description: z.string() })).describe('Of a table; else none'),
    terms: z
      .array(z.object({ id: TermId, ko: z.string(), en: z.string() }))
      .describe('What the glossary calls what it holds'),
    createdAt: instant.nullable().describe('null of a table, which is the star’s'),
  })
  .meta({ id: 'CatalogEntry' });
export type CatalogEntry = z.infer<typeof CatalogEntry>;

export const EntryKey = z
  .string()
  .regex(
    /^(table|file|model|forecast|endpoint):[A-Za-z0-9_-]{1,64}$/,
    'an entry of the catalog, as in table:store_sales',
  );

export const listCatalog = operation({
  id: 'listCatalog',
  method: 'GET',
  path: '/projects/:projectId/catalog',
  summary:
    'Tables, files, models, forecasts and endpoints of a project, or those that a search finds by name, description, columns and terms, best first',
  tag: 'Catalog',
  access: 'project',
  params: InProject,
  query: z.strictObject({
    search: z
      .string()
      .max(200)
      .default('')
      .describe("Words in any language; the glossary's terms find what is named otherwise"),
    kind: z.enum(entryKinds).optional(),
  }),
  status: 200,
  response: z.object({ entries: z.array(CatalogEntry) }),
});

export const setEntryTerms = operation({
  id: 'setEntryTerms',
  method: 'PUT',
  path: '/projects/:projectId/catalog/:entry/terms',
  summary: 'Give an entry of the catalog these terms of the glossary, in the place of those that it has',
  tag: 'Catalog',
  access: 'project',
  right: 'curate',
  params: InProject.extend({ entry: EntryKey }),
  body: z.strictObject({ termIds: z.array(TermId).max(20) }),
  status: 200,
  response: CatalogEntry,
});
