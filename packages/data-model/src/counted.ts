/** `1 row`, `2 rows`; `many` where the plural is not the singular and an s, such as `item of x.csv has`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
