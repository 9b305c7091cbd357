import { type Day, type Dimension, type Star, type StarTable, tablesOf } from '@tandem/data-model';
import { identifiers, qualified } from '@tandem/sql';

/** What a load will change in one table, compared but not yet written. */
export interface Change {
  readonly table: StarTable;
  /** Staging table: `_file`, `_line`, `_state` and the columns of the stored table; what is the `same` is not written. */
  readonly delta: string;
  readonly added: number;
  readonly changed: number;
}

/** How the rows that the files bring stand to one table. */
export interface TableCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** The star as it will be: what it holds, and the changes that this load has found so far. */
export class StarAfterLoad {
  readonly star: Star;
  /** The day of the load. */
  readonly today: Day | undefined;
  readonly #changes: Change[] = [];
  readonly #counts = new Map<string, TableCounts>();

  constructor(star: Star, today?: Day) {
    this.star = star;
    this.today = today;
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }

  add(change: Change): void {
    this.#changes.push(change);
  }

  /** Adds rows of one source to the counts of a table. */
  count(table: StarTable, { added, changed, unchanged }: TableCounts): void {
    const sum = this.countsOf(table);
    this.#counts.set(table.name, {
      added: sum.added + added,
      changed: sum.changed + changed,
      unchanged: sum.unchanged + unchanged,
    });
  }

  countsOf({ name }: StarTable): TableCounts {
    return this.#counts.get(name) ?? { added: 0, changed: 0, unchanged: 0 };
  }

  table(name: string): StarTable {
    const table = tablesOf(this.star).find((it) => it.name === name);
    if (!table) throw new Error(`the star ${this.star.name} has no table ${name}`);
    return table;
  }

  /** The qualified name of a table in the warehouse. */
  nameOf(table: StarTable): string {
    return qualified(this.star.name, table.name);
  }

  /** The rows that the load writes to a table, as a relation of its columns; where it changes nothing at all, the table. */
  written(table: StarTable): string {
    if (this.#changes.length === 0) return this.nameOf(table);
    const columns = identifiers(table.columns.map((it) => it.name));
    const deltas = this.#changes.filter((it) => it.table === table);
    const rows = deltas.map((it) => `select ${columns} from ${it.delta} where _state <> 'same'`);
    return `(${[...rows, `select ${columns} from ${this.nameOf(table)} where 1 = 0`].join(' union all ')})`;
  }

  /** The rows that a table will have, as a relation of columns that a change never changes: those of keys. */
  rows(table: StarTable, columns: readonly string[]): string {
    const names = identifiers(columns);
    const added = this.#changes
      .filter((it) => it.table === table && it.added > 0)
      .map((it) => ` union all select ${names} from ${it.delta} where _state = 'added'`);
    return `(select ${names} from ${this.nameOf(table)}${added.join('')})`;
  }

  /** The keys, and alternate keys, that a dimension will have. They never change, so only added rows matter. */
  readonly dimension = (name: string): { dimension: Dimension; relation: string } => {
    const dimension = this.table(name);
    if (dimension.kind !== 'dimension') throw new Error(`${name} is not a dimension`);
    const keys = [dimension.key, ...(dimension.alternateKey ? [dimension.alternateKey] : [])];
    return { dimension, relation: this.rows(dimension, keys) };
  };
}
