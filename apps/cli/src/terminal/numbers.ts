const english = new Intl.NumberFormat('en-US');

/** 188400 to `188,400`. */
export function count(value: number): string {
  return english.format(value);
}

/** `1 row`, `2,000 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 0.314 to `31.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
