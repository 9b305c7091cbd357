import { type Feed, formatDay, keepsHistory, type Source } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import {
  classifyRows,
  countByFile,
  countOutside,
  countRepeats,
  countStates,
  createFromQuery,
  type Dialect,
  type HistoryQuery,
  lastDays,
  usableRecords,
} from '@tandem/sql';
import type { KeepRows } from '../staging/keep-rows.ts';
import type { StagedSource } from '../staging/stage-files.ts';
import { compareHistory, recordsOf } from './compare-history.ts';
import { readRows } from './read-rows.ts';
import type { StarAfterLoad } from './star-after-load.ts';

/** How the records of one file that may enter stand to the star. */
export interface Standing {
  loaded: number;
  unchanged: number;
}

/**
 * Compares a source's usable records with the star, table by table, and adds what would change to `star`. Nothing is
 * written but staging tables. Gives the standing of each file by its index.
 */
export async function compareWithStar(
  staged: StagedSource,
  star: StarAfterLoad,
  warehouse: Warehouse,
  dialect: Dialect,
  stagingName: (name: string) => string,
  keep: KeepRows,
): Promise<Map<number, Standing>> {
  const { source, table: staging, setAside, files } = staged;
  const standings = new Map(files.map((it): [number, Standing] => [it.index, { loaded: 0, unchanged: 0 }]));
  const records = usableRecords(staging, setAside);
  const mainFeed = source.feeds.at(-1)!;
  const described: string[] = [];
  let main: string | undefined;
  for (const feed of source.feeds) {
    const table = star.table(feed.table);
    const target = star.nameOf(table);
    const query = { source, feed, table, target, records, dimension: star.dimension, ...lastSeen(source, feed, star) };
    const deltaName = `_delta_${table.name}`;
    if (table.kind === 'dimension' && keepsHistory(table)) {
      const delta = stagingName(deltaName);
      const ofDays = { ...query, table, since: sinceWhen(feed, star) };
      const { counts, loaded } = await compareHistory(ofDays, delta, warehouse, dialect, stagingName);
      star.count(table, counts);
      if (counts.added + counts.changed > 0) star.add({ table, delta, added: counts.added, changed: counts.changed });
      if (feed !== mainFeed) described.push(recordsOf(delta));
      else await count(standings, records, loaded, warehouse);
      continue;
    }
    const classified = classifyRows(query, dialect);
    // A dimension's latest rows are few, and dear to find: they are found once. A fact's rows are only counted first.
    const isSmall = feed.latestBy !== undefined;
    let delta = isSmall ? stagingName(deltaName) : '';
    if (isSmall) await fill(delta, classified, warehouse);
    const counts = { added: 0, changed: 0, same: 0 };
    for (const [file, state, n] of await readRows(warehouse, countStates(isSmall ? delta : `(${classified})`))) {
      counts[state as keyof typeof counts] += Number(n);
      if (feed === mainFeed) standings.get(Number(file))![state === 'same' ? 'unchanged' : 'loaded'] += Number(n);
    }
    star.count(table, { added: counts.added, changed: counts.changed, unchanged: counts.same });
    if (counts.added + counts.changed === 0) continue;
    if (!isSmall) delta = await keep(deltaName, `select * from (${classified}) r where _state <> 'same'`);
    star.add({ table, delta, added: counts.added, changed: counts.changed });
    if (feed === mainFeed) main = delta;
    else described.push(delta);
  }
  // A record whose own row stays as it is may still have changed what it describes: a store's new address.
  const describing = described.length > 0 ? await readRows(warehouse, countOutside(described, main)) : [];
  for (const [file, n] of describing) {
    const standing = standings.get(Number(file))!;
    standing.loaded += Number(n);
    standing.unchanged -= Number(n);
  }
  for (const [file, n] of await readRows(warehouse, countRepeats(setAside))) {
    standings.get(Number(file))!.unchanged += Number(n);
  }
  return standings;
}

/** What `loaded` does not name of the records of a file is unchanged. */
async function count(
  standings: ReadonlyMap<number, Standing>,
  records: string,
  loaded: ReadonlyMap<number, number>,
  warehouse: Warehouse,
): Promise<void> {
  for (const [file, n] of await readRows(warehouse, countByFile(`${records} r`))) {
    const standing = standings.get(Number(file))!;
    standing.loaded += loaded.get(Number(file)) ?? 0;
    standing.unchanged += Number(n) - (loaded.get(Number(file)) ?? 0);
  }
}

/** Since when a record of a dimension with versions holds. */
function sinceWhen({ table, validFrom, latestBy }: Feed, { today }: StarAfterLoad): HistoryQuery['since'] {
  const column = validFrom ?? latestBy;
  if (column !== undefined) return { column };
  if (today === undefined) throw new Error(`${table} keeps versions that begin with a load, which needs its day`);
  return { day: formatDay(today) };
}

async function fill(table: string, query: string, warehouse: Warehouse): Promise<void> {
  for (const statement of createFromQuery(table, query)) await warehouse.run(statement);
}

/** For a feed that takes the latest record of a key: the last day that the star has for each key. */
function lastSeen(source: Source, feed: Feed, star: StarAfterLoad): { lastSeen?: string } {
  if (feed.latestBy === undefined) return {};
  const fact = star.table(source.feeds.at(-1)!.table);
  const column = fact.columns.find((it) => it.references === feed.table)!;
  const [day, origin] = Object.entries(source.feeds.at(-1)!.columns).find(([, it]) =>
    'lookUp' in it ? it.by === feed.latestBy : 'from' in it && it.from === feed.latestBy,
  )!;
  if (!('lookUp' in origin)) return { lastSeen: lastDays(star.nameOf(fact), column.name, day) };
  const calendar = star.table(origin.lookUp);
  if (calendar.kind !== 'dimension') throw new Error(`${calendar.name} is looked up but is not a dimension`);
  const columns = { table: star.nameOf(calendar), key: calendar.key, day: calendar.alternateKey! };
  return { lastSeen: lastDays(star.nameOf(fact), column.name, day, columns) };
}
