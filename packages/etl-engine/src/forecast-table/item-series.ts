import { type Frequency, itemDimensionOf, keepsHistory, NotFound, type Star, tablesOf } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { identifier, literal, qualified } from '@tandem/sql';
import { numbers } from '../frame/read-columns.ts';
import { starFrame } from '../frame/star-frame.ts';

/** What the star knows about one item over time: parallel arrays by time, oldest first. */
export interface ItemSeries {
  /** Milliseconds since 1970 UTC. */
  readonly instants: readonly number[];
  /** NaN where only known covariates stand, as in the future. */
  readonly target: readonly number[];
  /** The known covariates that are 0 or 1, by name. */
  readonly flags: Readonly<Record<string, readonly number[]>>;
}

/** Past and announced future of one item, as the frame that trains on the star would read it. */
export async function readItemSeries(
  warehouse: Warehouse,
  star: Star,
  frequency: Frequency,
  item: string,
): Promise<ItemSeries> {
  const { history, future, known } = starFrame(star, frequency);
  const flags = known.filter((it) => isFlag(star, it.name));
  const columns = flags.map((it) => `, cast(${identifier(it.column)} as double precision) as ${identifier(it.column)}`);
  const rows = (relation: string, target: string) =>
    `select cast(extract(epoch from ts) as double precision) as s, cast(${target} as double precision) as target ${columns.join('')}
     from ${relation} r where item = ${literal(item)}`;
  const all = [rows(history, 'target'), ...(future ? [rows(future, 'null')] : [])].join(' union all ');
  const instants: number[] = [];
  const target: number[] = [];
  const values = flags.map((): number[] => []);
  for await (const [seconds, targets, ...marks] of numbers(warehouse, `select * from (${all}) u order by s`)) {
    for (const second of seconds!) instants.push(second * 1000);
    target.push(...targets!);
    for (const [c, it] of marks.entries()) values[c]!.push(...it);
  }
  return { instants, target, flags: Object.fromEntries(flags.map(({ name }, c) => [name, values[c]!])) };
}

/** What an item is called, and its attributes by name. */
export interface ItemDescription {
  readonly id: string;
  readonly title: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The rows of the item's dimension; its first text column is the title. */
export async function readItems(warehouse: Warehouse, star: Star): Promise<ItemDescription[]> {
  return describe(warehouse, star, []);
}

/** Throws NotFound where the dimension has no such row. */
export async function readItem(warehouse: Warehouse, star: Star, id: string): Promise<ItemDescription> {
  const { key } = itemDimensionOf(star);
  const [found] = await describe(warehouse, star, [`cast(${identifier(key)} as varchar) = ${literal(id)}`]);
  if (!found) throw new NotFound('item', id);
  return found;
}

async function describe(warehouse: Warehouse, star: Star, asked: readonly string[]): Promise<ItemDescription[]> {
  const dimension = itemDimensionOf(star);
  const conditions = [...asked, ...(keepsHistory(dimension) ? ['is_current = 1'] : [])].join(' and ');
  const where = conditions ? `where ${conditions}` : '';
  const names = dimension.columns.filter((it) => it.type.kind === 'text').map((it) => it.name);
  const select = [`cast(${identifier(dimension.key)} as varchar) as id`, ...names.map((it) => identifier(it))];
  const table = qualified(star.name, dimension.name);
  const order = `order by ${identifier(dimension.key)}`;
  const items: ItemDescription[] = [];
  for await (const { rows, columns } of warehouse.rows(`select ${select.join(', ')} from ${table} ${where} ${order}`)) {
    const [ids, titles, ...others] = columns.map((it) => Array.from<unknown, string>(it.values, String));
    for (let r = 0; r < rows; r++) {
      const attributes = Object.fromEntries(others.map((it, c) => [names[c + 1]!, it[r]!]));
      items.push({ id: ids![r]!, title: titles?.[r] ?? ids![r]!, attributes });
    }
  }
  return items;
}

function isFlag(star: Star, column: string): boolean {
  return star.training.known.some(({ fact }) =>
    tablesOf(star)
      .find((it) => it.name === fact)
      ?.columns.some((it) => it.name === column && it.type.kind === 'flag'),
  );
}
