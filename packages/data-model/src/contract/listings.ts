import { z } from 'zod';
import { CatalogEntry, EntryKey } from './catalog.ts';
import { DomainId, InDomain } from './domains.ts';
import { id, instant, operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';

export const ListingId = id('lst', 'listing');

/** Kinds of entries that can be published, and what a subscription then lets the other project do. */
export const listedKinds = {
  table: 'read its rows, and query it in SQL as "catalog name".table',
  forecast: 'read it, and download its CSV',
  endpoint: 'look at it, and ask it for predictions',
} as const satisfies Partial<Record<CatalogEntry['kind'], string>>;
export const ListedKind = z.enum(Object.keys(listedKinds) as [keyof typeof listedKinds]);
export type ListedKind = z.infer<typeof ListedKind>;

/** An entry of a project's catalog as the domain sees it: what it is, never what it holds. */
export const Listing = z
  .object({
    id: ListingId,
    domainId: DomainId,
    projectId: ProjectId.describe('Who publishes it'),
    projectName: z.string(),
    entry: z.string().describe('As in the catalog of that project, e.g. table:store_sales'),
    kind: ListedKind,
    name: z.string(),
    description: z.string(),
    columns: CatalogEntry.shape.columns,
    subscribers: z.int().min(0).describe('Projects that have access now'),
    createdAt: instant,
  })
  .meta({ id: 'Listing' });
export type Listing = z.infer<typeof Listing>;

const tag = 'Listings';

export const publishEntry = operation({
  id: 'publishEntry',
  method: 'PUT',
  path: '/projects/:projectId/catalog/:entry/listing',
  summary:
    'Publish a table, forecast or endpoint to the domain, so that other projects can ask for it; again to publish it as it is now',
  tag,
  access: 'project',
  right: 'curate',
  params: InProject.extend({ entry: EntryKey }),
  body: z.strictObject({
    description: z
      .string()
      .trim()
      .max(2_000)
      .optional()
      .describe('What others should know of it; as in the catalog where it is not given'),
  }),
  refuses: ['conflict'],
  status: 200,
  response: Listing,
});

export const listPublished = operation({
  id: 'listPublished',
  method: 'GET',
  path: '/projects/:projectId/listings',
  summary: 'What a project has published, newest first',
  tag,
  access: 'project',
  params: InProject,
  status: 200,
  response: z.object({ listings: z.array(Listing) }),
});

export const unpublishListing = operation({
  id: 'unpublishListing',
  method: 'DELETE',
  path: '/projects/:projectId/listings/:listingId',
  summary: 'Take a listing back: requests for it are closed, and subscriptions to it end at once',
  tag,
  access: 'project',
  right: 'curate',
  params: InProject.extend({ listingId: ListingId }),
  status: 204,
  response: z.null(),
});

export const listListings = operation({
  id: 'listListings',
  method: 'GET',
  path: '/domains/:domainId/listings',
  summary:
    'What the projects of a domain have published, newest first; or what a search finds by name, description and columns, best first',
  tag,
  access: 'domain',
  params: InDomain,
  query: pageOf(ListingId).extend({
    search: z
      .string()
      .max(200)
      .default('')
      .describe("Words in any language; the glossary's terms find what is named otherwise"),
    kind: ListedKind.optional(),
  }),
  status: 200,
  response: z.object({ listings: z.array(Listing), next: nextOf(ListingId) }),
});
