import { InvalidInput, NotFound, tablesOf } from '@tandem/data-model';
import type { CatalogEntry, Project, Term } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { starOf } from '../projects/stars.ts';
import { inOtherWords, namesOf } from './glossary.ts';
import { find } from './words.ts';

type Entry = Omit<CatalogEntry, 'terms'>;

/** What a project holds for people to find; with a search, what it finds by names, terms, columns and descriptions. */
export async function listCatalog(
  { control }: Pick<Deps, 'control'>,
  project: Project,
  { search = '', kind }: { readonly search?: string; readonly kind?: CatalogEntry['kind'] | undefined },
): Promise<CatalogEntry[]> {
  const terms = await control.glossary.list(project.domainId);
  const of = await control.glossary.ofEntries(project.id);
  const entries = (await entriesOf({ control }, project))
    .filter((it) => kind === undefined || it.kind === kind)
    .map((it) => withTerms(it, of.get(it.entry) ?? [], terms));
  if (search.trim() === '') return entries;
  const findable = entries.map((it) => ({ id: it.entry, texts: textsOf(it, terms) }));
  const asked = inOtherWords(search, terms);
  return find(findable, asked).map((found) => entries.find((it) => it.entry === found)!);
}

/** An entry as it is now, without its terms. Throws NotFound. */
export async function getEntry(deps: Pick<Deps, 'control'>, project: Project, entry: string): Promise<Entry> {
  const found = (await entriesOf(deps, project)).find((it) => it.entry === entry);
  if (!found) throw new NotFound('catalog entry', entry);
  return found;
}

/** Throws NotFound for the entry, InvalidInput for terms that the project's domain does not have. */
export async function setEntryTerms(
  deps: Pick<Deps, 'control'>,
  project: Project,
  entry: string,
  termIds: readonly string[],
): Promise<CatalogEntry> {
  const found = await getEntry(deps, project, entry);
  const terms = await deps.control.glossary.list(project.domainId);
  const known = new Set(terms.map((it) => it.id));
  const strange = termIds.findIndex((id) => !known.has(id));
  if (strange >= 0) {
    throw new InvalidInput(
      `The glossary of the project's domain has no term ${termIds[strange]}.`,
      'List the terms of the domain, and give ids from there.',
      {
        faults: [{ at: `body.termIds.${strange}`, expected: "a term of the project's domain", got: termIds[strange]! }],
      },
    );
  }
  await deps.control.glossary.setEntry(project.id, entry, termIds);
  return withTerms(found, termIds, terms);
}

function withTerms(entry: Entry, termIds: readonly string[], terms: readonly Term[]): CatalogEntry {
  const found = [...new Set(termIds)].flatMap((id) => terms.find((it) => it.id === id) ?? []);
  return { ...entry, terms: found.map(({ id, ko, en }) => ({ id, ko, en })) };
}

/** What an entry is found by, what counts most first. */
function textsOf(entry: CatalogEntry, terms: readonly Term[]): string[] {
  const called = entry.terms.flatMap(({ id }) => terms.filter((it) => it.id === id).flatMap(namesOf));
  const columns = entry.columns.map((it) => `${it.name} ${it.description}`);
  return [entry.name, called.join(' · '), columns.join(' · '), entry.description];
}

async function entriesOf({ control }: Pick<Deps, 'control'>, project: Project): Promise<Entry[]> {
  const { id } = project;
  const [star, uploads, models, forecasts, endpoints] = await Promise.all([
    starOf({ control }, id),
    control.uploads.list(id),
    control.models.list(id),
    control.batchForecasts.list(id),
    control.endpoints.list(id),
  ]);
  const hasWarehouse = project.steps.some((it) => it.name === 'RedshiftServerless');
  const plain = { description: '', columns: [] };
  const newest = models.filter((it) => models.find((other) => other.name === it.name) === it);
  const modelOf = (modelId: string) => models.find((it) => it.id === modelId);
  return [
    ...(hasWarehouse ? tablesOf(star) : []).map(
      ({ name, description, columns }): Entry => ({
        entry: `table:${name}`,
        kind: 'table',
        name,
        description,
        columns: columns.map((it) => ({ name: it.name, description: it.description })),
        createdAt: null,
      }),
    ),
    ...uploads.map(({ id, name, source, createdAt }): Entry => {
      const description = source === null ? '' : `Source ${source} of the star ${star.name}`;
      return { ...plain, entry: `file:${id}`, kind: 'file', name, description, createdAt };
    }),
    ...newest.map(({ name, version, createdAt }): Entry => {
      const description = `Version ${version}`;
      return { ...plain, entry: `model:${name}`, kind: 'model', name, description, createdAt };
    }),
    ...forecasts
      .filter((it) => it.state === 'succeeded')
      .map(({ id, modelId, horizon, cutoff, createdAt }): Entry => {
        const name = `${modelOf(modelId)?.name ?? 'forecast'} after ${cutoff}`;
        return {
          ...plain,
          entry: `forecast:${id}`,
          kind: 'forecast',
          name,
          description: `${horizon} steps`,
          createdAt,
        };
      }),
    ...endpoints.map(({ name, modelId, createdAt }): Entry => {
      const model = modelOf(modelId);
      const description = model ? `Serves ${model.name}, version ${model.version}` : '';
      return { ...plain, entry: `endpoint:${name}`, kind: 'endpoint', name, description, createdAt };
    }),
  ];
}
