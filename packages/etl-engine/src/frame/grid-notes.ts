import { counted, type Frequency, formatFrequency } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';

const unitSeconds = { min: 60, H: 3600, D: 86_400, W: 604_800 } as const;
const unitMonths = { M: 1, Q: 3, Y: 12 } as const;

/**
 * Says which rows of a DuckDB relation (item, ts) stand elsewhere in their period than most: off the grid of the
 * frequency. Months, quarters and years may be counted from the first day of a month or from its last, whichever more
 * rows agree on. One pass, and a second where there are such rows.
 */
export async function gridNotes(warehouse: Warehouse, relation: string, frequency: Frequency): Promise<string[]> {
  const modes = await Promise.all(phases(frequency).map((phase) => commonest(warehouse, relation, phase)));
  const [mode] = modes.sort((a, b) => b.share - a.share);
  if (!mode || mode.share === 1) return [];
  const off = `from ${relation} r where ${mode.phase} <> ${mode.value}`;
  for await (const { columns } of warehouse.rows(
    `select item, strftime(min(ts), '%Y-%m-%d %H:%M:%S') as first, cast(count(*) as varchar) as n,
       cast(sum(count(*)) over () as varchar) as everything, cast(count(*) over () as varchar) as items
     ${off} group by item order by count(*) desc, item limit 1`,
  )) {
    const [item, first, n, ...counts] = columns.map((it) => it.values[0]);
    const [all, items] = counts.map(Number) as [number, number];
    return [
      `${counted(all, 'history row')} of ${counted(items, 'item')} ${all === 1 ? 'lies' : 'lie'} off the grid of ${formatFrequency(frequency)} that the others keep, e.g. ${n} of ${item}, the first at ${String(first).replace(' 00:00:00', '')}: each counts to the period that it falls into.`,
    ];
  }
  return [];
}

/** Expressions that are equal for timestamps that stand alike in their periods. */
function phases({ count, unit }: Frequency): string[] {
  const second = 'cast(floor(extract(epoch from ts)) as bigint)';
  if (unit === 'min' || unit === 'H' || unit === 'D' || unit === 'W') {
    const step = count * unitSeconds[unit];
    return [`(((${second} % ${step}) + ${step}) % ${step})`];
  }
  const month = `((extract(year from ts) * 12 + extract(month from ts) - 1) % ${count * unitMonths[unit]})`;
  return [
    `(${month} * 100 + extract(day from ts))`,
    `(${month} * 100 + extract(day from last_day(ts)) - extract(day from ts))`,
  ];
}

async function commonest(warehouse: Warehouse, relation: string, phase: string) {
  const sql = `select cast(${phase} as double) as phase, cast(count(*) as double) as n,
      cast(sum(count(*)) over () as double) as everything
    from ${relation} r group by 1 order by n desc, phase limit 1`;
  for await (const { columns } of warehouse.rows(sql)) {
    const [value, n, all] = columns.map((it) => Number(it.values[0]));
    return { phase, value: value!, share: n! / all! };
  }
  return { phase, value: 0, share: 1 };
}
