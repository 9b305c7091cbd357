import { type Day, formatDay, parseDay, type StarCheck, type StarTable } from '@tandem/data-model';
import type { CheckResult } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { countDayGaps, identifier, lastDayOf } from '@tandem/sql';
import { readRows } from '../star/read-rows.ts';
import type { StarAfterLoad } from '../star/star-after-load.ts';

/** What the declared checks compare the star with; a check that lacks its part is not run. */
export interface CheckContext {
  /** The day on which it is asked. */
  readonly today?: Day | undefined;
  /** Records by source, of this load. */
  readonly read?: ReadonlyMap<string, number>;
  /** The same of earlier loads, newest first. */
  readonly earlier?: readonly ReadonlyMap<string, number>[] | undefined;
}

/** How many earlier loads a drift is measured against, at most. */
const drawnFrom = 10;

/** Runs the checks that a star declares, on the star as a load will leave it; without changes, on the star as it is. */
export async function runStarChecks(
  after: StarAfterLoad,
  context: CheckContext,
  warehouse: Warehouse,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of after.star.checks ?? []) {
    const result = await run(check, after, context, warehouse);
    if (result) results.push({ name: check.kind, severity: check.severity, ...result });
  }
  return results;
}

type Finding = Omit<CheckResult, 'name' | 'severity'>;

function run(
  check: StarCheck,
  after: StarAfterLoad,
  context: CheckContext,
  warehouse: Warehouse,
): Promise<Finding | undefined> | Finding | undefined {
  switch (check.kind) {
    case 'calendar_gaps':
      return calendarGaps(after.table(check.table), after, warehouse);
    case 'freshness':
      return context.today === undefined ? undefined : freshness(check, context.today, after, warehouse);
    case 'row_count_drift':
      return drift(check, context);
    case 'range':
      return range(check, after, warehouse);
  }
}

async function calendarGaps(table: StarTable, after: StarAfterLoad, warehouse: Warehouse): Promise<Finding> {
  const [[missing = null, before = null] = []] = await readRows(warehouse, countDayGaps(daysOf(table, after)));
  const found = Number(missing ?? 0);
  const first = before === null ? '' : `, the first ${formatDay(parseDay(String(before)) + 1)}`;
  const detail = found === 0 ? `${table.name} skips no day.` : `${table.name} has no row for ${found} days${first}.`;
  return { on: table.name, passed: found === 0, found, detail };
}

async function freshness(
  { table, maxAgeDays }: Extract<StarCheck, { kind: 'freshness' }>,
  today: Day,
  after: StarAfterLoad,
  warehouse: Warehouse,
): Promise<Finding> {
  const [[last = null] = []] = await readRows(warehouse, lastDayOf(daysOf(after.table(table), after)));
  if (last === null) return { on: table, passed: true, found: 0, detail: `${table} is empty.` };
  const age = Math.max(0, today - parseDay(String(last)));
  const detail = `${table} ends on ${last}, ${age} days before ${formatDay(today)}; ${maxAgeDays} are expected.`;
  return { on: table, passed: age <= maxAgeDays, found: age, detail };
}

function drift(
  { source, factor, leastLoads }: Extract<StarCheck, { kind: 'row_count_drift' }>,
  { read, earlier = [] }: CheckContext,
): Finding | undefined {
  const now = read?.get(source);
  const before = earlier.flatMap((it) => it.get(source) ?? []).slice(0, drawnFrom);
  if (now === undefined || before.length < leastLoads) return undefined;
  const sorted = before.sort((a, b) => a - b);
  const usual = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
  const passed = now <= usual * factor && now * factor >= usual;
  const detail = `${source} brought ${now} records; the median of ${before.length} earlier loads is ${usual}.`;
  return { on: source, passed, found: now, detail };
}

async function range(
  { table: name, column, min, max }: Extract<StarCheck, { kind: 'range' }>,
  after: StarAfterLoad,
  warehouse: Warehouse,
): Promise<Finding> {
  const value = identifier(column);
  const outside = [
    ...(min === undefined ? [] : [`${value} < ${min}`]),
    ...(max === undefined ? [] : [`${value} > ${max}`]),
  ].join(' or ');
  const rows = `select count(*) as n from ${after.written(after.table(name))} t where ${outside || '1 = 0'}`;
  const [[n = 0] = []] = await readRows(warehouse, rows);
  const bounds = `${min ?? '…'} to ${max ?? '…'}`;
  return { on: `${name}.${column}`, passed: n === 0, found: Number(n), detail: `${n} rows lie outside ${bounds}.` };
}

/** The days of a table's rows, as a query of one column `day`: its own alternate key, or that of the calendar it refers to. */
function daysOf(table: StarTable, after: StarAfterLoad): string {
  const isDay = (it: StarTable['columns'][number]) => it.type.kind === 'date' || it.type.kind === 'timestamp';
  const own = table.columns.find(isDay);
  if (own) return `select cast(${identifier(own.name)} as date) as day from ${after.rows(table, [own.name])} t`;
  for (const { name, references } of table.columns) {
    if (references === undefined) continue;
    const { dimension, relation } = after.dimension(references);
    const day = dimension.columns.find((it) => it.name === dimension.alternateKey && isDay(it));
    if (!day) continue;
    return (
      `select cast(d.${identifier(day.name)} as date) as day from (select distinct ${identifier(name)} as k ` +
      `from ${after.rows(table, [name])} r) t join ${relation} d on d.${identifier(dimension.key)} = t.k`
    );
  }
  throw new Error(`${table.name} has no day`);
}
