import { keyOf, type Source, type StarTable } from '@tandem/data-model';

/** The column of a file that decides a key column of the table. */
export function sourceColumn(source: Source, table: StarTable, column: string): string {
  const origin = source.feeds.find((it) => it.table === table.name)!.columns[column]!;
  return 'from' in origin ? origin.from : 'by' in origin ? origin.by : origin.isoYearOf;
}

/** The columns of a file that decide the key of the table that it feeds last. */
export function sourceKey(source: Source, table: StarTable): readonly string[] {
  return keyOf(table).map((it) => sourceColumn(source, table, it));
}
