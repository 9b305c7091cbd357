import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { axisAt, type PeriodAxis, parseFrequency, periodOf } from '@tandem/data-model';
import { z } from 'zod';
import { splitLine } from './split-line.ts';

const Description = z.object({
  name: z.string(),
  file: z.string(),
  static: z.string().optional(),
  frequency: z.string(),
  seasonality: z.int().positive(),
  horizon: z.int().positive(),
  windows: z.int().positive(),
  step: z.int().positive(),
  quantiles: z.array(z.number()),
  known: z.array(z.string()),
  past: z.array(z.string()),
  anchors: z.record(z.string(), z.record(z.string(), z.number())).optional(),
});

/** A set of series as its files have it. */
export interface ForecastSet extends z.infer<typeof Description> {
  /** Path of the static attributes, where there are some. */
  readonly staticsPath: string | undefined;
  readonly axis: PeriodAxis;
  readonly header: readonly string[];
  readonly items: readonly SetItem[];
}

export interface SetItem {
  readonly id: string;
  /** Parallel, ascending by period: period, target (NaN where missing), and the line as it stands in the file. */
  readonly period: number[];
  readonly target: number[];
  readonly line: string[];
}

/** Reads `NAME.json` and the files it names. */
export function readSet(dir: string, name: string): ForecastSet {
  const about = Description.parse(JSON.parse(readFileSync(join(dir, `${name}.json`), 'utf8')));
  const bytes = readFileSync(join(dir, about.file));
  const text = (about.file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [head = '', ...lines] = text.split(/\r?\n/).filter((it) => it !== '');
  const header = splitLine(head);
  const column = (wanted: string) => {
    const at = header.indexOf(wanted);
    if (at < 0) throw new Error(`${about.file} has no column ${wanted}`);
    return at;
  };
  const [itemAt, timeAt, targetAt] = [column('item_id'), column('timestamp'), column('target')];
  const frequency = parseFrequency(about.frequency);
  const firstTime = lines[0] ? splitLine(lines[0])[timeAt]! : '1970-01-01';
  const axis = axisAt(frequency, epochMs(firstTime));
  const byId = new Map<string, SetItem>();
  for (const line of lines) {
    const fields = splitLine(line);
    const id = fields[itemAt]!;
    const item = byId.get(id) ?? { id, period: [], target: [], line: [] };
    byId.set(id, item);
    item.period.push(periodOf(axis, epochMs(fields[timeAt]!)));
    item.target.push(fields[targetAt] === '' ? Number.NaN : Number(fields[targetAt]));
    item.line.push(line);
  }
  const staticsPath = about.static ? join(dir, about.static) : undefined;
  if (staticsPath && !existsSync(staticsPath)) throw new Error(`${staticsPath} is missing`);
  return { ...about, staticsPath, axis, header, items: [...byId.values()] };
}

/** Milliseconds since 1970 of `YYYY-MM-DD` or `YYYY-MM-DD hh:mm:ss`, read as UTC. */
export const epochMs = (time: string) =>
  Date.parse(time.length > 10 ? `${time.replace(' ', 'T')}Z` : `${time}T00:00:00Z`);
