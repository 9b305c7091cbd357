import type { Client } from '@tandem/client';
import { itemDimensionOf } from '@tandem/data-model';

/** An item that the star of a project describes, to ask for; undefined where its dimension is empty. */
export async function knownItem(client: Client, projectId: string): Promise<string | undefined> {
  const { name: table, key } = itemDimensionOf(await client.getStar({ params: { projectId } }));
  const { columns, rows } = await client.listTableRows({ params: { projectId, table }, query: { limit: 1 } });
  const value = rows[0]?.[columns.findIndex((it) => it.name === key)];
  return value === undefined || value === null ? undefined : String(value);
}
