import { InvalidInput, NotFound } from '@tandem/data-model';
import { type ListedKind, type Listing, listedKinds, type Principal, type Project } from '@tandem/data-model/contract';
import { getEntry } from '../catalog/catalog.ts';
import { inOtherWords } from '../catalog/glossary.ts';
import { find } from '../catalog/words.ts';
import type { Deps } from '../deps.ts';

type Control = Pick<Deps, 'control'>;

/** Publishes an entry of a project's catalog as it is now. Throws NotFound, and InvalidInput for a kind that gives others nothing to read. */
export async function publishEntry(
  deps: Control,
  project: Project,
  entry: string,
  { description }: { readonly description?: string | undefined },
): Promise<Listing> {
  const found = await getEntry(deps, project, entry);
  const { kind } = found;
  if (!isListed(kind)) {
    throw new InvalidInput(
      `A ${kind} cannot be published: there is no call by which another project could read it.`,
      'Publish a table, a forecast, or an endpoint, which lets others use the model that it serves.',
      {
        faults: [
          {
            at: 'params.entry',
            expected: `one of ${Object.keys(listedKinds).join(', ')}`,
            got: kind,
            example: '"table:store_sales"',
          },
        ],
      },
    );
  }
  const { name, columns } = found;
  const says = description ?? found.description;
  return deps.control.sharing.publish({ projectId: project.id, entry, kind, name, description: says, columns });
}

const isListed = (kind: string): kind is ListedKind => kind in listedKinds;

/** Throws NotFound where the project has no such listing that stands. */
export async function unpublishListing(
  { control }: Control,
  projectId: string,
  id: string,
  { name }: Pick<Principal, 'name'>,
): Promise<void> {
  const ending = { by: name, reason: 'The listing was taken back.' };
  if (!(await control.sharing.unpublish(projectId, id, ending))) throw new NotFound('listing', id);
}

/** A page of what a domain's projects have published, newest first; with a search, what it finds, best first, on one page. */
export async function listListings(
  { control }: Control,
  domainId: string,
  { search, kind, before, limit }: ListingsAsked,
): Promise<{ listings: Listing[]; next: string | null }> {
  const of = { domainId, kind };
  if (search.trim() === '') {
    const found = await control.sharing.listings(of, { before, limit: limit + 1 });
    const listings = found.slice(0, limit);
    return { listings, next: found.length > limit ? listings.at(-1)!.id : null };
  }
  const all = await control.sharing.listings(of);
  const asked = inOtherWords(search, await control.glossary.list(domainId));
  const ids = find(
    all.map((it) => ({ id: it.id, texts: [it.name, columnsOf(it), it.description, it.projectName] })),
    asked,
  );
  const known = new Map(all.map((it) => [it.id, it]));
  return { listings: ids.slice(0, limit).map((id) => known.get(id)!), next: null };
}

interface ListingsAsked {
  readonly search: string;
  readonly kind?: ListedKind | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const columnsOf = ({ columns }: Listing) => columns.map((it) => `${it.name} ${it.description}`).join(' · ');
