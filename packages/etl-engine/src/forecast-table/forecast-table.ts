import type { Warehouse } from '@tandem/ports';
import { literal } from '@tandem/sql';
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
export async function publishForecast(warehouse: Warehouse, batchForecastId: string, csvKey: string): Promise<number> {
  const id = literal(batchForecastId);
  const csv = `read_csv(${warehouse.locate(csvKey)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
  const { rows = 0 } = await warehouse.transaction([
    { sql: `delete from ${forecastTable} where batch_forecast_id = ${id}` },
    {
      name: 'rows',
      sql: `insert into ${forecastTable}
        select ${id}, item_id, cast("timestamp" as timestamp),
          case when name <> 'mean' then cast(substr(name, 2) as double) / 100 end, cast(value as double)
        from (unpivot (select * from ${csv}) on columns(* exclude (item_id, "timestamp")) into name name value value)`,
    },
  ]);
  return rows;
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
