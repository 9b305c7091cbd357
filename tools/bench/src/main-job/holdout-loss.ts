import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const weekMs = 7 * 86_400_000;

/**
 * How the batch forecast of a start on sample data fares on the sample's holdout: its scaled quantile loss over that of the
 * distributions the actuals were drawn from, which no forecaster can beat but by luck, and the share of actuals below p10, p50
 * and p90. The scale of a store is its mean absolute difference over a week.
 */
export function holdoutLoss(home: string): { ratio: number; below: Record<string, number> } {
  const sample = path.join(home, 'sample', globSync('*', { cwd: path.join(home, 'sample') })[0] ?? '');
  const [forecast] = globSync('objects/projects/*/batch-forecasts/*/forecast.csv', { cwd: home });
  if (!forecast) throw new Error(`the start in ${home} left no batch forecast`);
  const scales = scalesOf(path.join(sample, 'store_sales.csv'));
  const truth = new Map(
    readCsv(path.join(sample, 'truth.csv'))
      .filter((it) => it.actual !== '')
      .map((it) => [`${it.store_id} ${it.sales_date}`, it]),
  );
  let ours = 0;
  let best = 0;
  let rows = 0;
  const below = { p10: 0, p50: 0, p90: 0 };
  for (const row of readCsv(path.join(home, forecast))) {
    const drawn = truth.get(`${row.item_id} ${row.timestamp}`);
    const scale = scales.get(row.item_id ?? '');
    if (!drawn || !scale) continue;
    const actual = Number(drawn.actual);
    ours += quantileLoss(row, actual) / scale;
    best += quantileLoss(drawn, actual) / scale;
    rows++;
    for (const name of ['p10', 'p50', 'p90'] as const) if (actual <= Number(row[name])) below[name]++;
  }
  const share = (count: number) => Number((count / rows).toFixed(3));
  return {
    ratio: Number((ours / best).toFixed(3)),
    below: { p10: share(below.p10), p50: share(below.p50), p90: share(below.p90) },
  };
}

type Row = Readonly<Record<string, string>>;

function quantileLoss(row: Row, actual: number): number {
  const losses = levels.map((q) => {
    const error = actual - Number(row[`p${Math.round(q * 100)}`]);
    return 2 * Math.max(q * error, (q - 1) * error);
  });
  return losses.reduce((a, b) => a + b, 0) / levels.length;
}

function scalesOf(sales: string): Map<string, number> {
  const days = new Map<string, Map<number, number>>();
  for (const { store_id = '', sales_date = '', total_sales } of readCsv(sales)) {
    const store = days.get(store_id) ?? new Map<number, number>();
    days.set(store_id, store.set(Date.parse(sales_date), Number(total_sales)));
  }
  const scales = new Map<string, number>();
  for (const [store, values] of days) {
    const steps = [...values].flatMap(([day, value]) => {
      const before = values.get(day - weekMs);
      return before === undefined ? [] : [Math.abs(value - before)];
    });
    scales.set(store, steps.reduce((a, b) => a + b, 0) / steps.length);
  }
  return scales;
}

/** Rows of a CSV whose first and last columns are plain; quoted fields between them may hold commas. */
function readCsv(file: string): Row[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
    return Object.fromEntries(names.map((name, c) => [name, (fields[c] ?? '').replace(/,$/, '')]));
  });
}
