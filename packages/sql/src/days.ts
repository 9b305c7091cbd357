/** How many days are missing between the first and the last of `days` (a query with a date `day`), and the last day before the first gap. */
export function countDayGaps(days: string): string {
  return (
    'select cast(sum(following - day - 1) as double precision) as missing, cast(min(day) as varchar) as before_gap ' +
    `from (select day, lead(day) over (order by day) as following from (select distinct day from (${days}) x) y) z ` +
    'where following - day > 1'
  );
}

/** The last of `days`, a query with a date `day`, as text. */
export function lastDayOf(days: string): string {
  return `select cast(max(day) as varchar) as last_day from (${days}) x`;
}
