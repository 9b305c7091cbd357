import type { ItemExplanation } from '@tandem/data-model/contract';

/** An explanation as CSV: a row for each step and part. */
export function explanationCsv({ itemId, timestamps, parts }: ItemExplanation): string {
  const lines = timestamps.flatMap((timestamp, h) =>
    parts.map(({ kind, name, values }) => [itemId, timestamp, kind, name || kind, String(values[h])]),
  );
  return [['item_id', 'timestamp', 'kind', 'part', 'value'], ...lines]
    .map((line) => `${line.map(field).join(',')}\n`)
    .join('');
}

const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
