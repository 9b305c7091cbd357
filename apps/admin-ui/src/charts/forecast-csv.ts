import type { Step } from './steps.ts';

/** Spreadsheets of some countries read UTF-8 only behind this mark. */
const byteOrderMark = '\uFEFF';

/** The steps as CSV: one row for each, empty where nothing is known; marks as 0 or 1. */
export function forecastCsv(steps: readonly Step[], quantiles: readonly string[], marks: readonly string[]): string {
  const head = ['timestamp', 'sales', 'actual', 'mean', ...quantiles, ...marks];
  const rows = steps.map((step) => [
    step.timestamp,
    step.sales,
    step.actual,
    step.mean,
    ...quantiles.map((name) => step.quantiles?.[name] ?? null),
    ...marks.map((name) => (step.marks.includes(name) ? 1 : 0)),
  ]);
  return (
    byteOrderMark +
    [head, ...rows]
      .map((row) => row.map(cell).join(','))
      .join('\r\n')
      .concat('\r\n')
  );
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
