import { cpus, totalmem } from 'node:os';
import { UsageError } from '../bench.ts';
import type { ForecastSet } from './forecast-set.ts';
import type { SetFigures } from './measure-set.ts';

const [begin, end] = ['<!-- accuracy: rows are written by the bench -->', '<!-- /accuracy -->'] as const;
const head =
  '| set | SQL | MASE | WQL | WAPE | sMAPE | OWA | 80 % covers | own test: blend / chosen / hindsight | windows | seconds | peak MB | published | measured |';

/** What a row says beside a set's figures. */
export interface RowNotes {
  readonly anchors: ForecastSet['anchors'];
  readonly preset: string;
  /** Day of the measurement, YYYY-MM-DD. */
  readonly day: string;
}

/**
 * A document with the rows of some sets written anew between its markers, in the order of names; rows of other sets stay.
 *
 * @throws UsageError where the document has no markers
 */
export function withRows(
  document: string,
  figures: Readonly<Record<string, SetFigures>>,
  notesOf: (set: string) => RowNotes,
): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from)
    throw new UsageError(`The document has no lines "${begin}" and "${end}" to write between.`);
  const [before, ...kept] = document
    .slice(from + begin.length, to)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map(cellsOf);
  const rows = new Map(kept.map((cells) => [cells[0]!, lineOf(inColumns(before!, cells))]));
  for (const [name, it] of Object.entries(figures)) rows.set(name, rowOf(name, it, notesOf(name)));
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  const rule = `|${'---|'.repeat(head.split('|').length - 2)}`;
  return `${document.slice(0, from)}${begin}\n${[head, rule, ...lines].join('\n')}\n${document.slice(to)}`;
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((it) => it.trim());

const lineOf = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;

/** Cells of a row under the columns that the table has now, by their names; empty in those that it did not have. */
const inColumns = (names: readonly string[], cells: readonly string[]) =>
  cellsOf(head).map((name) => cells[names.indexOf(name)] ?? '');

function rowOf(name: string, it: SetFigures, { anchors, preset, day }: RowNotes): string {
  const figure = (value: number | null | undefined) => value ?? '';
  const share = it.cover80 === null ? '' : `${Math.round(100 * it.cover80)} %`;
  const cells = [
    name,
    ...[it.SQL, it.MASE, it.WQL, it.WAPE, it.sMAPE, it.OWA].map(figure),
    share,
    it.ownTest ? `${it.ownTest.blend} / ${it.ownTest.chosen} / ${it.ownTest.hindsight}` : '',
    it.windows,
    it.seconds,
    it.rss_mb,
    anchorsOf(anchors),
    `${day}, ${preset}, ${machine()}`,
  ];
  return lineOf(cells);
}

const anchorsOf = (anchors: ForecastSet['anchors']) =>
  Object.entries(anchors ?? {})
    .map(
      ([who, scores]) =>
        `${who}: ${Object.entries(scores)
          .map(([score, value]) => `${score} ${value}`)
          .join(', ')}`,
    )
    .join('; ');

const machine = () => `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
