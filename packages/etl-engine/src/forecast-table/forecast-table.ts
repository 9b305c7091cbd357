import type { ObjectStore, Warehouse } from '@tandem/ports';
import { dialectNamed, literal } from '@tandem/sql';
import { numbers } from '../frame/read-columns.ts';

/**
 * Where batch forecasts lie in the warehouse, for SQL and charts: one row for each batch, item, timestamp and quantile;
 * the quantile of the mean is null.
 */
const forecastTable = 'forecast.batch_forecast';

export async function createForecastTable(warehouse: Warehouse): Promise<void> {
  await warehouse.run('create schema if not exists forecast');
  await warehouse.run(`create table if not exists ${forecastTable} (
    batch_forecast_id varchar(40) not null, item_id varchar(256) not null, ts timestamp not null,
    quantile double precision, value double precision not null)`);
}

/** Puts the CSV of a batch forecast into the table, in the place of whatever stood there under its id. */
export async function publishForecast(
  { warehouse, objects }: { readonly warehouse: Warehouse; readonly objects: ObjectStore },
  batchForecastId: string,
  csvKey: string,
): Promise<number> {
  const id = literal(batchForecastId);
  const keys = ['item_id', 'timestamp'];
  const columns = (await headerOf(objects, csvKey)).filter((it) => !keys.includes(it));
  const csv = dialectNamed(warehouse.dialect).unpivotCsv(warehouse.locate(csvKey), keys, columns);
  const { rows = 0 } = await warehouse.transaction([
    ...csv.before.map((sql) => ({ sql })),
    { sql: `delete from ${forecastTable} where batch_forecast_id = ${id}` },
    {
      name: 'rows',
      // `p97.5` is the quantile 0.975, and `mean` is none: what follows its first letter becomes null.
      sql: `insert into ${forecastTable}
        select ${id}, r.item_id, cast(r."timestamp" as timestamp),
          cast(nullif(substring(r.name, 2), 'ean') as double precision) / 100, cast(r.value as double precision)
        from ${csv.relation} r`,
    },
    ...csv.after.map((sql) => ({ sql })),
  ]);
  return rows;
}

/** The names in the first line of a file that a forecast wrote, of which none needs quotes. */
async function headerOf(objects: ObjectStore, key: string): Promise<string[]> {
  let head = '';
  for await (const chunk of await objects.stream(key)) {
    head += String(chunk);
    if (head.includes('\n')) break;
  }
  return head.split(/\r?\n/, 1)[0]!.split(',');
}

/** An item's forecast by time: instants in milliseconds since 1970 UTC, the mean, and each quantile's values. */
export interface ForecastColumns {
  readonly instants: number[];
  readonly mean: number[];
  readonly quantiles: ReadonlyMap<number, number[]>;
}

export async function readForecast(
  warehouse: Warehouse,
  batchForecastId: string,
  item: string,
): Promise<ForecastColumns> {
  const instants: number[] = [];
  const mean: number[] = [];
  const quantiles = new Map<number, number[]>();
  const sql = `select cast(extract(epoch from ts) as double precision) as s, quantile, value from ${forecastTable}
    where batch_forecast_id = ${literal(batchForecastId)} and item_id = ${literal(item)} order by ts, quantile`;
  for await (const [seconds, quantile, value] of numbers(warehouse, sql)) {
    for (let r = 0; r < seconds!.length; r++) {
      if (Number.isNaN(quantile![r]!)) {
        instants.push(seconds![r]! * 1000);
        mean.push(value![r]!);
      } else {
        const list = quantiles.get(quantile![r]!) ?? [];
        list.push(value![r]!);
        quantiles.set(quantile![r]!, list);
      }
    }
  }
  return { instants, mean, quantiles };
}

/** Items of a batch forecast with the sum of their means, by item. */
export async function readForecastTotals(warehouse: Warehouse, batchForecastId: string): Promise<Map<string, number>> {
  const sql = `select item_id, sum(value) as total from ${forecastTable}
    where batch_forecast_id = ${literal(batchForecastId)} and quantile is null group by item_id order by item_id`;
  const totals = new Map<string, number>();
  for await (const { rows, columns } of warehouse.rows(sql)) {
    const [items, sums] = columns.map((it) => it.values) as [string[], Float64Array];
    for (let r = 0; r < rows; r++) totals.set(items[r]!, sums[r]!);
  }
  return totals;
}
