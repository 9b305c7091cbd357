import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ForecastRunOptions } from '@tandem/worker';

/** Lines are joined to texts of so many before they are written. */
const linesPerText = 10_000;

/** A panel at the edge of what is sensible: its rows, and what to ask of it. */
export interface Edge {
  readonly items: number;
  readonly points: number;
  readonly ask: Pick<ForecastRunOptions, 'frequency' | 'horizon' | 'preset'>;
  /** Time of a point, as a CSV has it. */
  time(point: number): string;
  value(item: number, point: number): number;
}

const day = 86_400_000;
const start = Date.UTC(2023, 0, 1);

export const edges: Readonly<Record<'series' | 'points', Edge>> = {
  series: {
    items: 1_000_000,
    points: 3,
    ask: { frequency: 'D', horizon: 2, preset: 'balanced' },
    time: (point) => new Date(start + point * day).toISOString().slice(0, 10),
    value: (item, point) => ((item * 7919 + point * 104_729) % 1000) + 1,
  },
  points: {
    items: 1,
    points: 1_000_000,
    ask: { frequency: '1min', horizon: 60, preset: 'fast' },
    time: (point) => new Date(start + point * 60_000).toISOString().slice(0, 19).replace('T', ' '),
    value: (_, point) =>
      Math.round(100 * (50 + 20 * Math.sin((2 * Math.PI * point) / 1440) + ((point * 7919) % 17))) / 100,
  },
};

/** Writes an edge's rows in long form, and those to forecast, without their values. */
export async function writeEdge({ items, points, ask, time, value }: Edge, files: { train: string; future: string }) {
  const rows = function* (from: number, to: number, target: (item: number, point: number) => string) {
    const times = Array.from({ length: to - from }, (_, k) => time(from + k));
    let text = `item_id,timestamp${from === 0 ? ',target' : ''}\n`;
    let lines = 0;
    for (let item = 1; item <= items; item++) {
      for (let point = from; point < to; point++) {
        text += `${item},${times[point - from]}${target(item, point)}\n`;
        if (++lines % linesPerText !== 0) continue;
        yield text;
        text = '';
      }
    }
    yield text;
  };
  const past = rows(0, points, (item, point) => `,${value(item, point)}`);
  await pipeline(Readable.from(past), createWriteStream(files.train));
  const ahead = rows(points, points + ask.horizon, () => '');
  await pipeline(Readable.from(ahead), createWriteStream(files.future));
}
