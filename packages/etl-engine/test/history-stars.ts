import { retailSales, type Star, StarDefinition } from '@tandem/data-model';

/** Retail sales whose stores keep their addresses and overwrite everything else. */
export function withAddresses(name = 'retail_sales'): Star {
  const star = { ...structuredClone(retailSales), name };
  star.dimensions[1]!.columns.find((it) => it.name === 'store_address')!.history = 'type 2';
  return StarDefinition.parse(star);
}

/** Retail sales with customers of a file of their own, who keep their segment; `since` says whether the file has the day of a change. */
export function withCustomers({ since }: { readonly since: boolean }): Star {
  const star = structuredClone(retailSales);
  const text = { kind: 'text', length: 20 } as const;
  const columns = ['customer_id', 'segment', 'phone'].map((name) => ({ name, type: text }));
  const day = { name: 'since', type: { kind: 'date' } };
  const attribute = { ...columns[1]!, history: 'type 2' };
  const feed = Object.fromEntries(columns.map(({ name }) => [name, { from: name }]));
  return StarDefinition.parse({
    ...star,
    dimensions: [
      ...star.dimensions,
      { name: 'customer_dim', key: 'customer_id', columns: [columns[0], attribute, columns[2]] },
    ],
    sources: [
      ...star.sources,
      {
        name: 'customers',
        columns: [...columns, ...(since ? [day] : [])],
        feeds: [{ table: 'customer_dim', columns: feed, ...(since ? { validFrom: 'since' } : {}) }],
      },
    ],
  });
}
