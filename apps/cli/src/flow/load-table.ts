import type {
  LoadOutput,
  LoadReport,
  LoadSummary,
  Reject,
  RowOrigin,
  TableDifference,
} from '@tandem/data-model/contract';
import { aligned } from '../terminal/aligned.ts';
import { count } from '../terminal/numbers.ts';
import { shownText } from '../terminal/shown-text.ts';

/**
 * A load's report as text: rows by file, with `read = loaded + unchanged + rejected`; what becomes of each table; rejects
 * by reason. Of a plan, `rows` is what each table would have.
 */
export function loadTable({ counts, files, tables, checks, rejects }: LoadReport, { isPlan = false } = {}): string {
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
  if (checks.length > 0) sections.push(checksTable(checks));
  return `${sections.join('\n\n')}\n`;
}

function checksTable(checks: LoadReport['checks']): string {
  const failed = checks.filter((it) => !it.passed);
  const rows = failed.map((it) => [it.name, it.severity, it.on, it.detail]);
  const table = rows.length > 0 ? [aligned([['check', 'severity', 'of', 'found'], ...rows], 4)] : [];
  return [...table, `${checks.length - failed.length} of ${checks.length} checks passed.`].join('\n');
}

/** What became of rows; only a revert removes any. */
function changesIn(tables: readonly LoadOutput[]) {
  const removes = tables.some((it) => it.removed > 0);
  return ['added', 'changed', ...(removes ? (['removed'] as const) : []), 'unchanged', 'rejected'] as const;
}

function planned(tables: readonly LoadOutput[]): string {
  const changes = changesIn(tables);
  const rows = tables.map((it) => [it.name, ...changes.map((name) => count(it[name])), count(it.rows + it.added)]);
  return aligned([['would be', ...changes, 'rows'], ...rows], 1);
}

function written(tables: readonly LoadOutput[]): string {
  const changes = changesIn(tables);
  const rows = tables.map((it) => [it.name, it.contentHash, ...changes.map((name) => count(it[name])), count(it.rows)]);
  return aligned([['table', 'content hash', ...changes, 'rows'], ...rows], 2);
}

/** Loads by id, newest first, with what became of their records. */
export function loadsTable(loads: readonly LoadSummary[], width?: number): string {
  const rows = loads.map(({ id, kind, revertsTo, state, createdAt, counts }) => {
    const { read, loaded, unchanged, rejected } = counts ?? { read: 0, loaded: 0, unchanged: 0, rejected: 0 };
    const said = counts && kind !== 'revert' ? [read, loaded, unchanged, rejected].map(count) : ['', '', '', ''];
    return [id, revertsTo ? `${kind} to ${revertsTo}` : kind, state, createdAt, ...said];
  });
  return `${aligned([['load', 'kind', 'state', 'asked at', 'read', 'loaded', 'unchanged', 'rejected'], ...rows], 4, width)}\n`;
}

/** Counts of what differs by table, then the rows, each as it was and as it is. */
export function comparisonTable(tables: readonly TableDifference[]): string {
  const counts = tables.map((it) => [it.name, ...[it.added, it.changed, it.removed].map(count)]);
  const sections = [aligned([['table', 'added', 'changed', 'removed'], ...counts], 1)];
  for (const { name, columns, rows } of tables.filter((it) => it.rows.length > 0)) {
    const lines = rows.flatMap(({ before, after }) => [
      ...(before ? [['-', ...before.map(String)]] : []),
      ...(after ? [['+', ...after.map(String)]] : []),
    ]);
    sections.push(aligned([[`${name}:`, ...columns], ...lines], columns.length + 1));
  }
  return `${sections.join('\n\n')}\n`;
}

/** `sales.csv:12 wrote store_sales 1, 6115, 10.5 (load lod_…)` */
export function originLine({ table, row, written }: RowOrigin): string {
  const what = `${table} ${shownText(row.join(', '))}`;
  if (!written) return `The load that wrote ${what} kept no record of its lines.\n`;
  return `${shownText(written.file)}:${written.line} wrote ${what} (load ${written.loadId})\n`;
}

/** One line for each refused record, as `sales.csv:12 total_sales "1,00": not_a_number. Write …`, and how many there are. */
export function rejectLines(rejects: readonly Reject[], { offset, total }: { offset: number; total: number }): string {
  const lines = rejects.map(({ file, line, column, value, reason, mend }) => {
    const place = [`${file}:${line}`, ...(column ? [column] : []), JSON.stringify(value)].join(' ');
    return `${shownText(`${place}: ${reason}. ${mend}`)}\n`;
  });
  const shown = `${count(offset + 1)} to ${count(offset + rejects.length)}`;
  return `${lines.join('')}${rejects.length > 0 ? shown : 'None'} of ${count(total)}\n`;
}
