import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatDay } from '@tandem/data-model';
import { generateSample } from '@tandem/sample-data';

/** Covariates that the panel has, all known ahead. */
export const covariates = ['open', 'promo', 'school_holiday', 'day_of_week'] as const;
export const horizon = 28;

export interface PanelFiles {
  readonly train: string;
  readonly future: string;
}

/**
 * Writes the daily sales of generated stores in long form, and the 28 days after them without their sales. On closed days
 * `open` and the sales are zero.
 */
export async function writePanel(stores: number, days: number, folder: string): Promise<PanelFiles> {
  const files = { train: path.join(folder, 'train.csv'), future: path.join(folder, 'future.csv') };
  const plan = generateSample({ stores, days, seed: 1 });
  const { last } = plan.window;
  function* lines(ahead: boolean) {
    yield `item_id,timestamp,${ahead ? '' : 'target,'}${covariates.join()}\n`;
    for (let id = 1; id <= stores; id++) {
      const series = plan.series(plan.store(id));
      let text = '';
      let at = 0;
      while (ahead && at < series.length && series.day[at]! <= last) at++;
      for (let day = ahead ? last + 1 : (series.day[0] ?? last + 1); day <= (ahead ? last + horizon : last); day++) {
        const open = at < series.length && series.day[at] === day;
        const sales = ahead ? '' : `${open ? series.sales[at] : 0},`;
        const known = open ? `1,${series.promo[at]},${series.schoolHoliday[at]}` : '0,0,0';
        // 1970-01-01, day 0, was a Thursday, day 4 of its week.
        text += `${id},${formatDay(day)},${sales}${known},${((day + 3) % 7) + 1}\n`;
        if (open) at++;
      }
      yield text;
    }
  }
  await pipeline(Readable.from(lines(false)), createWriteStream(files.train));
  await pipeline(Readable.from(lines(true)), createWriteStream(files.future));
  return files;
}
