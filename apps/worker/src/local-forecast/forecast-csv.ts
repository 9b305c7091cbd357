import { type Forecast, formatPeriod, formatQuantile, type TrainingFrame } from '@tandem/data-model';
import type { Explanation } from '@tandem/ml-pipeline';

/** `item_id,timestamp,mean,p10,...`, with the grouping columns after the item where there are any. */
export function csvHeader(quantiles: readonly number[], grouping: readonly string[] = []): string {
  return `${['item_id', ...grouping.map(csvField), 'timestamp', 'mean', ...quantiles.map(formatQuantile)].join(',')}\n`;
}

/** Row `r` of a forecast as a CSV line that begins with some texts: its item, grouping columns and timestamp. */
export function csvRow(forecast: Forecast, r: number, lead: readonly string[]): string {
  const q = forecast.quantiles.length;
  let line = `${lead.map(csvField).join(',')},${plain(forecast.mean[r]!)}`;
  for (let c = 0; c < q; c++) line += `,${plain(forecast.values[r * q + c]!)}`;
  return `${line}\n`;
}

/** Every row of a forecast as CSV, in its order, in pieces of a bounded size. */
export function* csvRows(frame: TrainingFrame, forecast: Forecast): Generator<string> {
  let piece = '';
  for (let r = 0; r < forecast.period.length; r++) {
    piece += csvRow(forecast, r, [frame.items[forecast.item[r]!]!, formatPeriod(frame.axis, forecast.period[r]!)]);
    if (piece.length > 1 << 16) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

/** `item_id,timestamp,kind,part,value`, with the grouping columns after the item where there are any. */
export function explanationHeader(grouping: readonly string[]): string {
  return `${['item_id', ...grouping.map(csvField), 'timestamp', 'kind', 'part', 'value'].join(',')}\n`;
}

/** Step `h` of an explanation as CSV lines that begin as its forecast's does: one for each part, which sum to the median. */
export function explanationRows({ parts }: Explanation, h: number, lead: readonly string[]): string {
  const where = lead.map(csvField).join(',');
  let lines = '';
  for (const { kind, name, values } of parts)
    lines += `${where},${kind},${csvField(name || kind)},${plain(values[h]!)}\n`;
  return lines;
}

/** Twelve significant digits: more than any forecast means, and enough to read a sum of money to the cent. */
const plain = (value: number) => String(Number(value.toPrecision(12)));

const csvField = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
