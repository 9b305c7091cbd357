import type { LoadReport } from '@tandem/data-model/contract';
import { count } from '../terminal/numbers.ts';

/** A load's report as text: rows by file, with `read = loaded + unchanged + rejected`; tables; rejects by reason. */
export function loadTable({ counts, files, tables, rejects }: LoadReport): string {
  const rows = [...files, { ...counts, name: 'total', source: '' }];
  const sections = [
    aligned(
      [
        ['file', 'source', 'read', 'loaded', 'unchanged', 'rejected'],
        ...rows.map((it) => [it.name, it.source, ...[it.read, it.loaded, it.unchanged, it.rejected].map(count)]),
      ],
      2,
    ),
    aligned([['table', 'content hash', 'rows'], ...tables.map((it) => [it.name, it.contentHash, count(it.rows)])], 2),
  ];
  if (rejects.length > 0) {
    sections.push(
      aligned([['rejected', 'reason', 'rows'], ...rejects.map((it) => [it.source, it.reason, count(it.count)])], 2),
    );
  }
  return `${sections.join('\n\n')}\n`;
}

/** Columns of equal width: the first `texts` to the left, the rest, numbers, to the right. */
export function aligned(rows: readonly (readonly string[])[], texts: number): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const cell = (text: string, c: number) => (c < texts ? text.padEnd(widths[c]!) : text.padStart(widths[c]!));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
