import type { ItemDescription } from '@tandem/etl-engine';

export interface ForecastItems {
  /** Sum of the means of each item. */
  readonly totals: ReadonlyMap<string, number>;
  readonly descriptions: readonly ItemDescription[];
  /** Why an item has a pooled forecast, by its id. */
  readonly notes: ReadonlyMap<string, string>;
}

export interface ItemQuery {
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** A page of the items whose id, title or attributes hold the searched text, in the order in which people count. */
export function listedItems({ totals, descriptions, notes }: ForecastItems, { search, offset, limit }: ItemQuery) {
  const known = new Map(descriptions.map((it) => [it.id, it]));
  const wanted = search.trim().toLowerCase();
  const matches = (id: string) => {
    const { title = '', attributes = {} } = known.get(id) ?? {};
    return [id, title, ...Object.values(attributes)].some((it) => it.toLowerCase().includes(wanted));
  };
  const found = [...totals.keys()].filter(matches).sort(new Intl.Collator('en', { numeric: true }).compare);
  return {
    items: found.slice(offset, offset + limit).map((id) => ({
      id,
      title: known.get(id)?.title ?? id,
      mean: totals.get(id)!,
      note: notes.get(id) ?? null,
    })),
    total: found.length,
  };
}
