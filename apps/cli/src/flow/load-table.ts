import type { LoadOutput, LoadReport } from '@tandem/data-model/contract';
import { count } from '../terminal/numbers.ts';

/**
 * A load's report as text: rows by file, with `read = loaded + unchanged + rejected`; what becomes of each table; rejects
 * by reason. Of a plan, `rows` is what each table would have.
 */
export function loadTable({ counts, files, tables, rejects }: LoadReport, { isPlan = false } = {}): string {
  const rows = [...files, { ...counts, name: 'total', source: '' }];
  const sections = [
    aligned(
      [
        ['file', 'source', 'read', 'loaded', 'unchanged', 'rejected'],
        ...rows.map((it) => [it.name, it.source, ...[it.read, it.loaded, it.unchanged, it.rejected].map(count)]),
      ],
      2,
    ),
    isPlan ? planned(tables) : written(tables),
  ];
  if (rejects.length > 0) {
    sections.push(
      aligned([['rejected', 'reason', 'rows'], ...rejects.map((it) => [it.source, it.reason, count(it.count)])], 2),
    );
  }
  return `${sections.join('\n\n')}\n`;
}

const changes = ['added', 'changed', 'unchanged', 'rejected'] as const;
const changesOf = (it: LoadOutput) => changes.map((name) => count(it[name]));

function planned(tables: readonly LoadOutput[]): string {
  const names = ['would be', ...changes, 'rows'];
  return aligned([names, ...tables.map((it) => [it.name, ...changesOf(it), count(it.rows + it.added)])], 1);
}

function written(tables: readonly LoadOutput[]): string {
  const names = ['table', 'content hash', ...changes, 'rows'];
  return aligned([names, ...tables.map((it) => [it.name, it.contentHash, ...changesOf(it), count(it.rows)])], 2);
}

/** Columns of equal width: the first `texts` to the left, the rest, numbers, to the right. */
function aligned(rows: readonly (readonly string[])[], texts: number): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const cell = (text: string, c: number) => (c < texts ? text.padEnd(widths[c]!) : text.padStart(widths[c]!));
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
