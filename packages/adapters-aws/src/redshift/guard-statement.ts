import type { Guard, Statement } from '@tandem/ports';

/** A guard as a statement that fails where the guard finds rows: the list it stands in is then rolled back. */
export function guardStatement({ guard }: Guard): string {
  const found = `'${marker}' || cast(c.n as varchar(20))`;
  return `select case when c.n > 0 then cast(${found} as integer) else 0 end as held from (select count(*) as n from (${guard}) g) c`;
}

/**
 * How many rows a guard found, by the error of its statement; `some` where the error tells only that the cast failed, and
 * undefined where the guard could not run at all.
 */
export function rowsFound(error: string): number | 'some' | undefined {
  const found = new RegExp(`${marker}(\\d+)`).exec(error)?.[1];
  if (found !== undefined) return Number(found);
  return /invalid digit|invalid input syntax/i.test(error) ? 'some' : undefined;
}

export const isGuard = (statement: Statement | Guard): statement is Guard => 'guard' in statement;

/** Redshift's cast error quotes the text that is no number, with its position, in its first line or in its details. */
const marker = 'tandem guard: rows ';
